import type * as z from 'zod/mini';
import {
  type Difference,
  openDifferences,
  type Reconciliation,
} from '../../shared/domain/reconciliation/reconciliation.ts';
import { formatInstant, instant, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import type { reconciliationsAnswer } from './answers.ts';

type ReportsView = z.input<typeof reconciliationsAnswer>;

const TEXTS: Readonly<Record<Difference['kind'], string>> = {
  repaired: 'The provider knew more than we did; it has been written down.',
  unknown_to_us: 'The provider has a payment with a reference of ours, and we have no such order: look at it there.',
  unknown_to_provider: 'We hold it for paid and the provider does not know it: its money waits in the review queue.',
  amount_differs: 'Both know this payment, and not by the same amount: look at it at the provider.',
  failed: 'Could not be compared this time; the next run tries again.',
};

export const reconciliationsView = (reports: readonly Reconciliation[]): ReportsView => ({
  reports: reports.map((report) => ({
    account: report.account,
    day: formatInstant(instant(report.day * ROLLING_DAY_MS)).slice(0, 10),
    ranAt: formatInstant(report.ranAt),
    theirs: report.theirs,
    ours: report.ours,
    repaired: report.differences.filter(({ kind }) => kind === 'repaired').length,
    open: openDifferences(report),
    differences: report.differences.map(({ kind, ...facts }) => ({
      kind,
      text: TEXTS[kind],
      reference: facts.reference,
      ...(facts.captureId !== undefined && { captureId: facts.captureId }),
      ...('what' in facts && { what: [...facts.what] }),
      ...('code' in facts && { code: facts.code }),
    })),
    unlisted: report.unlisted,
  })),
});

/** The same for reading in a browser. */
export const reconciliationsPage = ({ reports }: ReportsView): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Reconciliation</title>
<style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}.open{color:#a00;font-weight:600}</style>
<h1>Reconciliation of payments</h1>
<p>Every day the books of each payment account are compared with ours, in both directions.</p>
<table><tr><th>Day (UTC)</th><th>Account</th><th>Theirs</th><th>Ours</th><th>Repaired</th><th>Open</th><th>Differences</th></tr>
${reports.map(row).join('\n')}
</table></html>`;

const row = ({ day, account, theirs, ours, repaired, open, differences, unlisted }: ReportsView['reports'][number]) =>
  `<tr><td>${day}</td><td>${escaped(account)}</td><td>${theirs}</td><td>${ours}</td><td>${repaired}</td><td${open > 0 ? ' class="open"' : ''}>${open}</td><td>${differences
    .map(
      ({ reference, text, what }) =>
        `${escaped(reference)}: ${escaped(text)}${what ? ` (${escaped(what.join(', '))})` : ''}`,
    )
    .join('<br>')}${unlisted > 0 ? `<br>and ${unlisted} more` : ''}</td></tr>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
