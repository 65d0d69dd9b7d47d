// Renews a SIM through the public API, as any integrator's page would. The only local things are the issuer, which
// stands in for a login, and the clock.

const places = JSON.parse(document.getElementById('places').textContent);
const app = document.getElementById('app');
const arrival = new URLSearchParams(location.search);

const JAPAN = 'Asia/Tokyo';
const THREE_DAYS_MS = 3 * 24 * 60 * 60 * 1000;
const LOOK_EVERY_MS = 1000;
/** Ten minutes; after that a person decides whether to go on looking. */
const MAX_LOOKS = 600;

// --- showing -------------------------------------------------------------------------------------------------------

/** Text is only ever set as text, so nothing that comes from elsewhere can become markup. */
const el = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

const section = (id, title) => {
  const box = document.getElementById(id) ?? app.appendChild(el('section', { id }));
  box.replaceChildren(el('h2', {}, title));
  return box;
};

const drop = (...ids) => {
  for (const id of ids) document.getElementById(id)?.remove();
};

const button = (content, act) => el('button', { type: 'button', onclick: () => attempt(act) }, content);

const facts = (pairs) =>
  el(
    'dl',
    {},
    ...pairs
      .filter(([, value]) => value !== undefined)
      .flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
  );

/** Whatever fails is told where everybody looks, and nothing else is lost. */
const attempt = async (act) => {
  drop('trouble');
  try {
    await act();
  } catch (error) {
    app.append(el('p', { id: 'trouble', className: 'bad', role: 'alert' }, error.message));
  }
};

const inZone = (at, timeZone, language) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium', timeZone }).format(new Date(at));

const when = (at) => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const japan = `${inZone(at, JAPAN, person.language)} (${JAPAN})`;
  return spoken(here === JAPAN ? japan : `${japan} = ${inZone(at, here, person.language)} (${here})`);
};

/** In the person's language. */
const spoken = (text) => el('span', { lang: person.language }, text);

const money = ({ amountMinor, currency }) => {
  const format = new Intl.NumberFormat(person.language, { style: 'currency', currency });
  return format.format(amountMinor / 10 ** format.resolvedOptions().maximumFractionDigits);
};

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(2)} GB`;

// --- asking --------------------------------------------------------------------------------------------------------

let person;
let token;

const json = async (url, options = {}) => {
  const response = await fetch(url, options);
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const why = answer.detail ?? answer.error_description ?? answer.error ?? answer.message ?? response.statusText;
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

// --- the way through -----------------------------------------------------------------------------------------------

const showPeople = (people) => {
  const box = section('people', 'Who are you?');
  for (const someone of people)
    box.append(
      el('button', {
        type: 'button',
        lang: someone.language,
        ariaPressed: String(someone.sub === person?.sub),
        textContent: someone.name,
        onclick: () =>
          attempt(async () => {
            choose(someone);
            showPeople(people);
            drop('plans', 'preview', 'renewal', 'receipt');
            await showLine(someone.lineIds[0]);
          }),
      }),
    );
};

const choose = (someone) => {
  person = someone;
  token = undefined;
};

const showLine = async (lineId) => {
  const line = await api(`/lines/${lineId}`);
  const box = section('line', 'Your SIM');
  box.append(
    facts([
      ['SIM', `${line.iccid} (${line.lineId})`],
      ['works until', when(line.endsAt)],
      ['data left', `${gigabytes(line.usage.remainingBytes)} of ${gigabytes(line.usage.totalBytes)}`],
      ['as of', when(line.usage.asOf)],
    ]),
    button('See the plans', () => showPlans(lineId)),
    button('3 days ahead', () => moveClock(lineId)),
  );
};

const showPlans = async (lineId) => {
  const { plans } = await api(`/lines/${lineId}/plans`);
  const box = section('plans', 'Plans that this SIM can take');
  for (const plan of plans) {
    const { [person.language]: own, ...others } = plan.names;
    box.append(
      el(
        'p',
        {},
        button(el('span', { lang: person.language }, `${own}: ${plan.priceText}`), () =>
          showPreview(lineId, plan.planId),
        ),
        ...Object.entries(others).map(([lang, name]) => el('span', { lang, className: 'small' }, `${name} `)),
      ),
    );
  }
};

const showPreview = async (lineId, planId) => {
  const preview = await api(`/lines/${lineId}/preview?planId=${encodeURIComponent(planId)}`);
  // One key for each preview: however often the button is tapped, it is one order.
  const key = crypto.randomUUID();
  section('preview', 'What it would change').append(
    facts([
      ['ends now', when(preview.endBefore)],
      ['would end', when(preview.endAfter)],
      ['price', preview.priceText],
      ['rule', preview.rule],
      ['good to know', preview.warningTexts.length > 0 ? spoken(preview.warningTexts.join(' ')) : undefined],
      ['our promise', spoken(preview.promise)],
    ]),
    button('Order it', async () => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      const renewal = await api('/renewals', { method: 'POST', headers, body: JSON.stringify(preview.order) });
      showRenewal(renewal);
    }),
  );
};

const showRenewal = (renewal) => {
  const box = section('renewal', 'Your renewal');
  box.append(
    facts([
      ['renewal', renewal.renewalId],
      ['status', el('strong', {}, renewal.status)],
      ['that means', spoken(renewal.statusText)],
      ['last try', renewal.payment.lastDecline && spoken(renewal.payment.lastDecline.text)],
      ['money back by itself, if not active by', renewal.deadline && when(renewal.deadline)],
    ]),
  );
  if (renewal.payment.url) box.append(el('a', { className: 'pay', href: renewal.payment.url }, 'Pay'));
};

const isSettled = ({ status }) => ['active', 'expired', 'refunded', 'needs_review'].includes(status);

const hasReceipt = ({ status }) => status === 'active' || status === 'refunded';

const watchRenewal = async (renewalId) => {
  const owner = person;
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const renewal = await api(`/renewals/${renewalId}`);
    if (person !== owner) return;
    showRenewal(renewal);
    if (isSettled(renewal)) {
      await showLine(renewal.lineId);
      if (hasReceipt(renewal)) await showReceipt(renewalId);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  document.getElementById('renewal').append(button('Look again', () => watchRenewal(renewalId)));
};

const showReceipt = async (renewalId) => {
  const receipt = await api(`/renewals/${renewalId}/receipt`);
  section('receipt', 'Receipt').append(
    facts([
      ['plan', spoken(receipt.planName)],
      ['paid', `${money(receipt.paid)} (${receipt.paymentReference})`],
      ['ordered', when(receipt.orderedAt)],
      ['paid at', when(receipt.paidAt)],
      ['active at', receipt.activatedAt && when(receipt.activatedAt)],
      ['carrier', receipt.carrier && `${receipt.carrier}, reference ${receipt.carrierReference}`],
      ['end before', when(receipt.endBefore)],
      ['end after', receipt.endAfter && when(receipt.endAfter)],
      ['sent back at', receipt.refundedAt && when(receipt.refundedAt)],
    ]),
  );
};

const moveClock = async (lineId) => {
  const clock = await json(`${places.control}/clock`, posting({ advanceMs: THREE_DAYS_MS }));
  await json(`${places.control}/schedules/expiry-reminders/fire`, { method: 'POST' });
  drop('plans', 'preview');
  await showLine(lineId);
  document
    .getElementById('line')
    .append(el('p', {}, 'It is now ', when(clock.now), '. ', el('a', { href: places.mailbox }, 'Look at the phone')));
};

/** Whose SIM this is: known for the seeded ones, tried out for one that was added later. */
const ownerOf = async (lineId, people) => {
  const known = people.find(({ lineIds }) => lineIds.includes(lineId));
  if (known) return known;
  for (const someone of people) {
    choose(someone);
    const found = await api(`/lines/${lineId}`).catch(() => undefined);
    if (found) return someone;
  }
  throw new Error('This SIM belongs to nobody who can log in here.');
};

const LINE_ID_LENGTH = 12;

await attempt(async () => {
  const people = await json(`${places.issuer}/people`);
  showPeople(people);
  const renewalId = arrival.get('renewal');
  // A renewal's id begins with the id of its line.
  const lineId = arrival.get('line') ?? renewalId?.slice(0, LINE_ID_LENGTH);
  if (!lineId) return;
  choose(await ownerOf(lineId, people));
  showPeople(people);
  await showLine(lineId);
  if (renewalId) await watchRenewal(renewalId);
  else await showPlans(lineId);
});
