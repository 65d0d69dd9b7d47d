// biome-ignore-all lint/correctness/noUnusedVariables: the parts of the script that follow use them.

const showWork = async () => {
  await showReviews();
  await showJobs();
};

/** The account at a carrier that has no API: people renew its SIMs. */
const BY_HAND = 'manual';

const showJobs = async () => {
  const { jobs } = await api(`/activation-jobs?account=${BY_HAND}`);
  const box = section('jobs', 'What is to be renewed by hand');
  if (jobs.length === 0) box.append(el('p', {}, `Nothing. Pay for a renewal at the carrier ${BY_HAND} to see a job.`));
  for (const job of jobs) box.append(jobCard(job));
  box.append(el('p', {}, button('Look for jobs', showJobs)));
};

const jobCard = ({ renewalId, iccid, product, days, targetEnd, deadline, toDo }) => {
  const proof = el('input', { value: 'KS-004711', ariaLabel: 'Carrier reference' });
  const note = el('input', { value: 'the carrier does not know this SIM', ariaLabel: 'Why not' });
  const report = (answer) => async () => {
    await api(`/activation-jobs/${renewalId}`, posting(answer()));
    await showJobs();
  };
  return el(
    'article',
    {},
    facts([
      ['renewal', renewalId],
      ['SIM', iccid],
      ['product', `${product}, ${days} days`],
      ['so that it works until', when(targetEnd)],
      ['called back at', deadline && when(deadline)],
      ['to do', toDo],
    ]),
    el(
      'p',
      {},
      proof,
      button(
        'Done',
        report(() => ({ outcome: 'done', carrierReference: proof.value })),
      ),
    ),
    el(
      'p',
      {},
      note,
      button(
        'Cannot be done',
        report(() => ({ outcome: 'refused', note: note.value })),
      ),
    ),
  );
};
