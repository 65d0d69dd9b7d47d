import * as z from 'zod/mini';
import { type LineId, lineId } from '../domain/values/ids.ts';
import type { Command } from './outbox.ts';

const body = z.object({
  lineId: z.pipe(
    z.string(),
    z.transform((id): LineId => lineId(id)),
  ),
  changed: z._default(z.boolean(), false),
});

/** A line whose usage is worth reading. */
export interface UsageCommand {
  readonly lineId: LineId;
  /** The carrier says that something happened: what was read a moment ago may be wrong by now. */
  readonly changed: boolean;
}

export const usageCommand = ({ lineId, changed }: UsageCommand): Command => ({
  id: lineId,
  body: JSON.stringify({ lineId, ...(changed && { changed }) }),
});

/** @throws when the text is no command: the message ends on the dead-letter queue. */
export const parseUsageCommand = (text: string): UsageCommand => body.parse(JSON.parse(text));
