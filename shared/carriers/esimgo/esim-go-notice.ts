import * as z from 'zod/mini';
import { type Iccid, isIccid } from '../../domain/values/iccid.ts';
import type { Instant } from '../../domain/values/instant.ts';
import { Refusal } from '../../errors.ts';
import { parseExactJson } from '../http/exact-json.ts';
import type { CarrierNotice } from '../webhook.ts';
import { dataFigures } from './esim-go-bundles.ts';
import { printable } from './esim-go-printable.ts';

const alert = z.object({ alertType: z.string() });

/** The documentation's own examples write the ICCID as a number, which no double holds. */
const ofSim = z.object({ iccid: printable });

const utilisation = z.object({
  bundle: z.object({
    initialQuantity: z.nullish(z.number()),
    remainingQuantity: z.nullish(z.number()),
    unlimited: z.nullish(z.boolean()),
  }),
});

/**
 * What a callback (version 3) says (docs.esim-go.com/api/notifications): `Utilisation` at 1, 50, 80 and 100 % of a bundle,
 * `FirstUse` once its time has begun; balances, top-ups and networks are nothing to a line. Callbacks carry no time of
 * their own, so figures are as old as their delivery.
 *
 * @throws Refusal `notice_unreadable`
 */
export const readNotice = (body: Buffer, receivedAt: Instant): readonly CarrierNotice[] => {
  const value = parse(body);
  switch (read(alert, value).alertType) {
    case 'FirstUse':
      return [{ kind: 'changed', sim: simOf(value) }];
    case 'Utilisation': {
      const { bundle } = read(utilisation, value);
      const sim = simOf(value);
      const data = bundle.unlimited ? undefined : dataFigures(bundle.initialQuantity, bundle.remainingQuantity);
      if (!data) return [{ kind: 'changed', sim }];
      const { remainingBytes, initialBytes: totalBytes } = data;
      return [{ kind: 'usage', sim, remainingBytes, totalBytes, asOf: receivedAt, undated: true }];
    }
    default:
      return [];
  }
};

const simOf = (value: unknown): { readonly iccid: Iccid } => {
  const { iccid } = read(ofSim, value);
  if (!isIccid(iccid)) throw new Refusal('notice_unreadable');
  return { iccid };
};

const read = <T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> => {
  const result = schema.safeParse(value);
  if (!result.success) throw new Refusal('notice_unreadable');
  return result.data;
};

const parse = (body: Buffer): unknown => {
  try {
    return parseExactJson(body.toString('utf8'));
  } catch {
    throw new Refusal('notice_unreadable');
  }
};
