const THREE_DAYS_MS = 3 * 24 * 60 * 60 * 1000;
const HOUR_MS = 3_600_000;
const JAPAN_HOURS = 9;
const LOOK_EVERY_MS = 1000;
/** Ten minutes; after that a person decides whether to go on looking. */
const MAX_LOOKS = 600;

const showPeople = (people) => {
  const box = section('people', 'Who are you?');
  for (const someone of [...people, SUPPORT])
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
            drop('sims', 'line', 'plans', 'preview', 'renewal', 'receipt', 'reviews', 'jobs');
            await (someone === SUPPORT ? showWork() : showSims(someone.lineIds));
          }),
      }),
    );
};

const choose = (someone) => {
  person = someone;
  token = undefined;
};

const showSims = async (lineIds) => {
  if (lineIds.length > 1) {
    const box = section('sims', 'Which SIM?');
    const lines = await Promise.all(lineIds.map((lineId) => api(`/lines/${lineId}`)));
    for (const { lineId, carrier, iccid } of lines)
      box.append(
        button(`${carrier} …${iccid.slice(-4)}`, async () => {
          drop('plans', 'preview', 'renewal', 'receipt');
          await showLine(lineId);
        }),
      );
  }
  await showLine(lineIds[0]);
};

const showLine = async (lineId) => {
  const line = await api(`/lines/${lineId}`);
  const box = section('line', 'Your SIM');
  box.append(
    facts([
      ['SIM', `${line.iccid} (${line.lineId})`],
      ['carrier', line.carrier],
      ['works until', when(line.endsAt)],
      ['data left', `${gigabytes(line.usage.remainingBytes)} of ${gigabytes(line.usage.totalBytes)}`],
      ['as of', when(line.usage.asOf)],
    ]),
    button('See the plans', () => showPlans(lineId)),
    button('3 days ahead', () => moveClock(lineId, { advanceMs: THREE_DAYS_MS })),
    button('To 3 days before the end', () => moveClock(lineId, { to: threeDaysBefore(line.endsAt) })),
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
        button(el('span', { lang: person.language }, `${own}: ${plan.prices[0].text}`), () =>
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
      ['if you change your mind', spoken(preview.refundText)],
      ['our promise', spoken(preview.promise)],
    ]),
    methodChoice(preview.methods),
    button('Order it', async () => {
      const renewal = await api('/renewals', writing({ ...preview.order, method: chosenMethod() }, key));
      drop('preview');
      showRenewal(renewal);
    }),
  );
};

const METHOD_NAMES = {
  card: 'Card',
  apple_pay: 'Apple Pay',
  paypal: 'PayPal',
  alipay: 'Alipay',
  wechat_pay: 'WeChat Pay',
  konbini: 'Konbini (voucher)',
  paypay: 'PayPay',
};

const methodChoice = (methods) => {
  const select = el(
    'select',
    { id: 'method' },
    ...methods.map((value) => el('option', { value }, METHOD_NAMES[value])),
  );
  return el('p', {}, el('label', {}, 'Pay by ', select));
};

const chosenMethod = () => document.getElementById('method').value;

const writing = (body, key) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': key },
  body: JSON.stringify(body),
});

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
  if (renewal.status === 'awaiting_payment') box.append(...otherWays(renewal));
};

/** Another try on the same renewal, or none at all. */
const otherWays = ({ renewalId, methods }) => [
  methodChoice(methods),
  button('Pay this way instead', async () => {
    const answer = await api(
      `/renewals/${renewalId}/payments`,
      writing({ method: chosenMethod() }, crypto.randomUUID()),
    );
    showRenewal(answer);
  }),
  button('Call it off', async () => showRenewal(await api(`/renewals/${renewalId}/cancellation`, { method: 'POST' }))),
];

const isSettled = ({ status }) =>
  ['active', 'expired', 'cancelled', 'refunded', 'needs_review', 'closed'].includes(status);

const hasReceipt = ({ status }) => status === 'active' || status === 'refunded';

const watchRenewal = async (renewalId) => {
  const owner = person;
  let shown = '';
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const renewal = await api(`/renewals/${renewalId}`);
    if (person !== owner) return;
    // Only what has changed is drawn again: a link must not be replaced while somebody taps it.
    if (JSON.stringify(renewal) !== shown) showRenewal(renewal);
    shown = JSON.stringify(renewal);
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
      ['its own record', receipt.carrierConfirmedText && spoken(receipt.carrierConfirmedText)],
      ['end before', when(receipt.endBefore)],
      ['end after', receipt.endAfter && when(receipt.endAfter)],
      ['sent back at', receipt.refundedAt && when(receipt.refundedAt)],
    ]),
  );
};

/** Where that is in the night, the morning after: nobody is reminded from nine in the evening to eight. */
const threeDaysBefore = (at) => {
  let then = Date.parse(at) - THREE_DAYS_MS;
  const hour = () => (Math.floor(then / HOUR_MS) + JAPAN_HOURS) % 24;
  while (hour() >= 21 || hour() < 8) then += HOUR_MS;
  return new Date(then).toISOString();
};

const moveClock = async (lineId, move) => {
  const clock = await json(`${places.control}/clock`, posting(move));
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
  const arrival = new URLSearchParams(location.search);
  const people = await json(`${places.issuer}/people`);
  showPeople(people);
  const renewalId = arrival.get('renewal');
  // A renewal's id begins with the id of its line.
  const lineId = arrival.get('line') ?? renewalId?.slice(0, LINE_ID_LENGTH);
  if (!lineId) return;
  choose(await ownerOf(lineId, people));
  showPeople(people);
  await showLine(lineId);
  if (renewalId) {
    // Back from the payment page: the provider is asked, in case its webhook never comes.
    await attempt(() => api(`/renewals/${renewalId}/look-up`, { method: 'POST' }));
    await watchRenewal(renewalId);
  } else await showPlans(lineId);
});
