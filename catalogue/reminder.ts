import * as z from 'zod';
import type { Threshold } from '../shared/domain/reminder/threshold.ts';
import { duration } from './quantities.ts';

const MAX_ID_LENGTH = 8;

const id = z
  .string('every reminder has an id')
  .regex(/^[a-z0-9]+$/, 'small letters and digits')
  .max(MAX_ID_LENGTH, `at most ${MAX_ID_LENGTH} characters`);

/** One kind of reminder a line of this union: `{ id: 3d, before: 3 days }`. */
export const reminder = z
  .strictObject({ id, before: duration })
  .transform(({ id: name, before }): Threshold => ({ id: name, beforeEndMs: before }));
