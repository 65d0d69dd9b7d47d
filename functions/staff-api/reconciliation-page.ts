import { escapeHtml } from '../../shared/runtime/escape-html.ts';
import type { ReconciliationsAnswer } from './answers.ts';

type Report = ReconciliationsAnswer['reports'][number];

/** The comparisons for reading in a browser. What others have written is text and nothing else. */
export const reconciliationsPage = ({ reports }: { readonly reports: readonly Report[] }): string => {
  const of = (kind: Report['kind']) => reports.filter((report) => report.kind === kind);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Reconciliation</title>
<style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}.open{color:#a00;font-weight:600}</style>
<h1>Reconciliation of payments</h1>
<p>Every day the books of each payment account are compared with ours, in both directions.</p>
${table(of('payments'))}
<h1>Reconciliation of carriers</h1>
<p>Every day the lines that were renewed within a week are compared with what their carrier shows of them.</p>
${table(of('carrier'))}</html>`;
};

const table = (reports: readonly Report[]): string =>
  `<table><tr><th>Day (UTC)</th><th>Account</th><th>Theirs</th><th>Ours</th><th>Repaired</th><th>Open</th><th>Differences</th></tr>
${reports.map(row).join('\n')}
</table>`;

const row = (report: Report): string => {
  const { day, account, theirs, ours, repaired, open } = report;
  const cells = [day, escapeHtml(account), theirs, ours, repaired].map((cell) => `<td>${cell}</td>`).join('');
  return `<tr>${cells}<td${open > 0 ? ' class="open"' : ''}>${open}</td><td>${notes(report).map(escapeHtml).join('<br>')}</td></tr>`;
};

const notes = ({ differences, unlisted, skipped }: Report): readonly string[] => [
  ...differences.map(({ reference, text, what, period }) =>
    [`${reference}: ${text}`, period, what && `(${what.join(', ')})`].filter((part) => part !== undefined).join(' '),
  ),
  ...(unlisted > 0 ? [`and ${unlisted} more`] : []),
  ...skipped.map(({ text, lines }) => `not compared, because ${text}: ${lines}`),
];
