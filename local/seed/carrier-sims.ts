import type { Line } from '../../shared/domain/line/line.ts';

/** Where the simulator of each carrier account is, without a trailing slash; `undefined` for people, who have none. */
export type CarrierUrls = Readonly<Record<string, string | undefined>>;

const TIMEOUT_MS = 5_000;

/**
 * Makes the line's SIM known at the simulator of its carrier, with the line's end. Repeating it changes nothing.
 *
 * @throws Error when the simulator does not take it
 */
export const putSim = async (urls: CarrierUrls, { carrier, carrierRef, iccid, endsAt }: Line): Promise<void> => {
  if (!Object.hasOwn(urls, carrier)) throw new Error(`there is no carrier account ${carrier}`);
  const url = urls[carrier];
  if (url === undefined) return;
  const response = await fetch(`${url}/_sim/sims/${encodeURIComponent(carrierRef)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ iccid, endsAt }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const said = await response.text();
  if (!response.ok)
    throw new Error(`the simulator of ${carrier} did not take SIM ${carrierRef}: ${response.status} ${said}`);
};
