import * as z from 'zod/mini';
import { type LineId, lineId } from '../domain/values/ids.ts';

const body = z.object({
  lineIds: z.array(
    z.pipe(
      z.string(),
      z.transform((id): LineId => lineId(id)),
    ),
  ),
});

/** The body of a message on the reminder queue: a page of lines that have come due. */
export const reminderPage = (lineIds: readonly LineId[]): string => JSON.stringify({ lineIds });

/** @throws when the text is no page: the message ends on the dead-letter queue. */
export const parseReminderPage = (text: string): readonly LineId[] => body.parse(JSON.parse(text)).lineIds;
