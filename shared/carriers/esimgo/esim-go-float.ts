import * as z from 'zod/mini';
import type { CannotAsk, CarrierMoney } from '../carrier.ts';
import type { Operation } from './esim-go-api.ts';
import { cannotAsk, failureOf } from './esim-go-failure.ts';
import { amount, currency, moneyOf } from './esim-go-money.ts';

const organisation = z.object({ balance: amount, currency });
/** One object since v2.4; a list with one entry before that, and in places of the documentation still. */
const reply = z.union([
  organisation,
  z.pipe(
    z.object({ organisations: z.tuple([organisation]) }),
    z.transform(({ organisations: [only] }) => only),
  ),
]);

/** "Get Current Organisation Details"; what else it tells, the API key too, is not read. */
export const readFloat = async ({
  api,
  clock,
  deadline,
}: Operation): Promise<{ readonly kind: 'float'; readonly float: CarrierMoney } | CannotAsk> => {
  const result = await api.call({ method: 'GET', path: '/organisation' }, deadline);
  if (result.kind === 'answered' && result.status === 200) {
    const read = reply.safeParse(result.body);
    const float = read.success ? moneyOf(read.data.balance, read.data.currency) : undefined;
    if (float) return { kind: 'float', float };
  }
  return cannotAsk(failureOf(result, clock()));
};
