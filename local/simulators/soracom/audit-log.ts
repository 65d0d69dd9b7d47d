import type { Call } from '../carrier/calls.ts';
import { OPERATOR_ID } from './sim.ts';

interface Range {
  /** Milliseconds since the epoch, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** The log of API calls as Soracom shows it (schema `APIAuditLogEntry`), the newest first. */
export const auditEntries = (calls: readonly Call[], { from, to, limit }: Range, kind: string | undefined) =>
  calls
    .toReversed()
    .filter(({ at }) => at >= from && at <= to)
    .filter((call) => kind === undefined || kindOf(call) === kind)
    .slice(0, limit)
    .map((call) => ({
      apiKind: kindOf(call),
      operatorId: OPERATOR_ID,
      remoteIpAddress: '127.0.0.1',
      requestPath: call.path,
      requestedTimeEpochMs: call.at,
      statusCode: call.status,
      userName: 'keizoku',
    }));

/** The path with the name of its parameter instead of the SIM. */
const kindOf = ({ path }: Call): string => path.replace(/^\/v1\/sims\/[^/]+/, '/v1/sims/{sim_id}');
