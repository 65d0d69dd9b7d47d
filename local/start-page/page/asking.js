// biome-ignore-all lint/correctness/noUnusedVariables: the parts of the script that follow use them.
// Talks to the public API as any integrator would. The only local things are the issuer, which stands in for a login,
// and the clock.

const places = JSON.parse(document.getElementById('places').textContent);

let person;
let token;

const json = async (url, options = {}) => {
  const response = await fetch(url, options);
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const said = answer.detail && [answer.detail, answer.nextStep].join(' ');
  const why = said ?? answer.error_description ?? answer.error ?? answer.message ?? response.statusText;
  throw Object.assign(new Error(`${why} (${answer.code ?? response.status})`), { status: response.status });
};

const posting = (body) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const logIn = async () => {
  token = (await json(`${places.issuer}/token`, posting({ sub: person.sub }))).access_token;
};

const headersWith = (own) => ({ ...own, authorization: `Bearer ${token}`, 'accept-language': person.language });

/** A token lasts an hour of a clock that can be moved: one that has expired is replaced once. */
const api = async (path, options = {}) => {
  const ask = () => json(`/v1${path}`, { ...options, headers: headersWith(options.headers) });
  if (token === undefined) await logIn();
  try {
    return await ask();
  } catch (error) {
    if (error.status !== 401) throw error;
    await logIn();
    return ask();
  }
};
