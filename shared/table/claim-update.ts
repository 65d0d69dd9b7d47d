import type { Claim } from '../domain/reminder/claim.ts';
import { claimRow } from './fields.ts';
import type { Condition, Update } from './update-expression.ts';

type Because = Pick<Condition, 'condition' | 'values'>;

/** Claims are kept as `<instant>:<state>`, and `:<reason>` where there is one: the state can be asked for in the text. */
export const CLAIMED: Because = { condition: 'contains(#claims.#claim, :is)', values: { ':is': ':claimed' } };

/** What has failed stays so; that something arrived is news of everything else. */
export const stillNews = ({ state }: Claim): Because =>
  state === 'failed'
    ? {
        condition: 'attribute_exists(#claims.#claim) AND NOT contains(#claims.#claim, :is)',
        values: { ':is': ':failed' },
      }
    : {
        condition: '(contains(#claims.#claim, :is) OR contains(#claims.#claim, :or))',
        values: { ':is': ':claimed', ':or': ':sent' },
      };

/** Writes one claim over the one that is there, on a line with `version` only while it still has that. */
export const noteClaim = (
  claimId: string,
  outcome: Claim,
  { condition, values }: Because,
  on: { readonly version?: number } = {},
): Update => ({
  condition: on.version === undefined ? condition : `#version = :seenVersion AND ${condition}`,
  names: { '#claims': 'claims', '#claim': claimId, ...(on.version !== undefined && { '#version': 'version' }) },
  values: { ...values, ':claim': claimRow(outcome), ...(on.version !== undefined && { ':seenVersion': on.version }) },
  assign: { '#claims.#claim': ':claim' },
});

/** Also tells those who have read the item that it is another one now. */
export const risingRev = (update: Update): Update => ({
  ...update,
  names: { ...update.names, '#rev': 'rev' },
  values: { ...update.values, ':one': 1 },
  assign: { ...update.assign, '#rev': '#rev + :one' },
});
