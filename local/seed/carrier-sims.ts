import type { Line } from '../../shared/domain/line/line.ts';

const TIMEOUT_MS = 5_000;

/**
 * Makes the line's SIM known at the carrier simulator, with the line's end. Repeating it changes nothing.
 *
 * @throws Error when the simulator does not take it
 */
export const putSim = async (soracomUrl: string, { carrierRef, iccid, endsAt }: Line): Promise<void> => {
  const response = await fetch(`${soracomUrl}/_sim/sims/${encodeURIComponent(carrierRef)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ iccid, expiryTime: endsAt }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const said = await response.text();
  if (!response.ok) throw new Error(`the carrier simulator did not take SIM ${carrierRef}: ${response.status} ${said}`);
};
