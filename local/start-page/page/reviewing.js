// biome-ignore-all lint/correctness/noUnusedVariables: the parts of the script that follow use them.

/** Support has no SIM: it settles what no rule could. */
const SUPPORT = { sub: 'support', name: '田中 (support)', language: 'en', lineIds: [] };

const showReviews = async () => {
  drop('line', 'plans', 'preview', 'renewal', 'receipt');
  const { reviews } = await api('/reviews');
  const box = section('reviews', 'What waits for a person');
  if (reviews.length === 0) box.append(el('p', {}, 'Nothing. Let a payment arrive with a wrong amount to see one.'));
  for (const review of reviews) box.append(reviewCard(review));
  box.append(
    el('p', {}, button('Look again', showReviews), button('Compare the books', compareBooks)),
    el('div', { id: 'books' }),
  );
};

const reviewCard = ({ renewalId, status, since, reasons, held, exits }) => {
  const note = el('input', { value: 'looked at it by hand', ariaLabel: 'Note' });
  const proof = el('input', { placeholder: 'carrier reference', ariaLabel: 'Carrier reference' });
  const resolve = (exit) => async () => {
    const body = { exit, note: note.value, ...(exit === 'mark_active' && { carrierReference: proof.value }) };
    await api(`/reviews/${renewalId}/resolution`, posting(body));
    await showReviews();
  };
  return el(
    'article',
    {},
    facts([
      ['renewal', renewalId],
      ['status', status],
      ['waits since', when(since)],
      ['because', reasons.map(({ text }) => text).join(' ')],
      ['money', held.map(({ captured, account }) => `${money(captured)} at ${account}`).join(', ')],
    ]),
    el('p', {}, note, exits.some(({ exit }) => exit === 'mark_active') ? proof : undefined),
    ...exits.map(({ exit, effect }) =>
      el('p', {}, button(exit, resolve(exit)), el('span', { className: 'small' }, effect)),
    ),
  );
};

const compareBooks = async () => {
  for (const comparer of ['reconciler', 'carrier-reconciler'])
    await json(`${places.control}/schedules/${comparer}/fire`, { method: 'POST' });
  const { reports } = await api('/reconciliations');
  const rows = reports.map(({ day, account, theirs, ours, repaired, open }) =>
    el('li', {}, `${day} ${account}: ${theirs} there, ${ours} here, ${repaired} repaired, ${open} open`),
  );
  document.getElementById('books').replaceChildren(el('ul', {}, ...rows));
};
