import * as z from 'zod';
import type { Threshold } from '../shared/domain/reminder/threshold.ts';
import { duration } from './quantities.ts';

const MAX_ID_LENGTH = 8;

const id = z
  .string('every reminder has an id')
  .regex(/^[a-z0-9]+$/, 'small letters and digits')
  .max(MAX_ID_LENGTH, `at most ${MAX_ID_LENGTH} characters`);

const urgent = z.literal(true, 'write `urgent: true`, or nothing').optional();
const MAX_PERCENT = 100;

/**
 * `{ id: 3d, before: 3 days }`, `{ id: end, at: end }`, `{ id: grace, after: 12 hours }` or `{ id: d80, used: 80 }` (per cent of
 * the data); with `urgent: true` it goes out by SMS as well as by e-mail.
 */
export const reminder = z
  .union(
    [
      z.strictObject({ id, before: duration, urgent }),
      z.strictObject({ id, at: z.literal('end'), urgent }),
      z.strictObject({ id, after: duration, urgent }),
      z.strictObject({ id, used: z.int().min(1).max(MAX_PERCENT), urgent }),
    ],
    'write an id, and `before: 3 days`, `at: end`, `after: 12 hours` or `used: 80`',
  )
  .transform(({ id: name, urgent: isUrgent, ...when }): Threshold => {
    const common = { id: name, ...(isUrgent && { urgent: isUrgent }) };
    if ('before' in when) return { kind: 'before_end', ...common, beforeEndMs: when.before };
    if ('after' in when) return { kind: 'in_grace', ...common, afterEndMs: when.after };
    return 'used' in when ? { kind: 'data_used', ...common, usedPercent: when.used } : { kind: 'at_end', ...common };
  });
