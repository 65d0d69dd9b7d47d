import * as z from 'zod/mini';
import type { Loaded } from '../../shared/app/load-catalogue.ts';
import type { Log } from '../../shared/runtime/deps.ts';

/** What CloudFormation asks of a custom resource. */
const request = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
});

/** What it is told: the deployment goes on, or goes back with the reason. */
export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

interface Deps {
  readonly load: () => Promise<Loaded>;
  readonly answer: (url: string, answer: Answer) => Promise<void>;
  readonly log: Log;
}

/** There is one in each stack, so a new version of it replaces nothing. */
const PHYSICAL_ID = 'catalogue';
/** CloudFormation takes 4096 bytes in all. */
const MAX_REASON_LENGTH = 1_000;

/** Loads the catalogue when a deployment brings another one. Taking the stack away leaves the table as it is. */
export const catalogueLoader =
  ({ load, answer, log }: Deps) =>
  async (event: unknown): Promise<void> => {
    const { RequestType, ResponseURL, StackId, RequestId, LogicalResourceId } = request.parse(event);
    const ids = { PhysicalResourceId: PHYSICAL_ID, StackId, RequestId, LogicalResourceId };
    if (RequestType === 'Delete') return answer(ResponseURL, { Status: 'SUCCESS', Reason: 'nothing to do', ...ids });
    try {
      const { onSale, takenOff } = await load();
      log.info('catalogue loaded', { onSale, takenOff });
      await answer(ResponseURL, { Status: 'SUCCESS', Reason: `${onSale} plans are on sale`, ...ids });
    } catch (error) {
      log.error('catalogue not loaded', { error });
      const why = error instanceof Error ? error.message : String(error);
      await answer(ResponseURL, { Status: 'FAILED', Reason: why.slice(0, MAX_REASON_LENGTH), ...ids });
    }
  };
