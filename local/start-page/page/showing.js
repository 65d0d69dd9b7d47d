// biome-ignore-all lint/correctness/noUnusedVariables: the parts of the script that follow use them.
const app = document.getElementById('app');
const JAPAN = 'Asia/Tokyo';

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

const button = (content, act) =>
  el('button', { type: 'button', onclick: () => attempt(act).then(scrollToLatest) }, content);

/** On a phone what a tap brought lies below the edge. */
const scrollToLatest = () => app.lastElementChild.scrollIntoView({ block: 'nearest' });

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
