import type { Queue } from '../outbox/outbox.ts';
import { reminderPage } from '../outbox/reminder-page.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';

interface Deps {
  readonly store: Pick<Store, 'dueLines'>;
  readonly pages: Queue;
  readonly clock: Clock;
}

/** Of {@link DUE_PAGE_SIZE} lines each; what is left waits for the next tick. */
const MAX_PAGES_PER_RUN = 1_000;

/** Hands out the lines that have come due, a page to a message. Handing out twice is harmless: only senders claim. */
export const planReminders =
  ({ store, pages, clock }: Deps) =>
  async (): Promise<{ lines: number }> => {
    const now = clock();
    let lines = 0;
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES_PER_RUN; page += 1) {
      const { ids, cursor: next } = await store.dueLines(now, cursor);
      if (ids.length > 0) {
        const failed = await pages.send([{ id: String(page), body: reminderPage(ids) }]);
        if (failed.length > 0) throw new Error('the queue did not take a page of due lines');
      }
      lines += ids.length;
      cursor = next;
      if (cursor === undefined) break;
    }
    return { lines };
  };
