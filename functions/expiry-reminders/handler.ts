import type { Log } from '../../shared/runtime/deps.ts';

/** One tick of the schedule. */
export const expiryReminders =
  ({ plan, log }: { readonly plan: () => Promise<{ readonly lines: number }>; readonly log: Log }) =>
  async (): Promise<void> => {
    const { lines } = await plan();
    log.info('due lines handed out', { lines });
  };
