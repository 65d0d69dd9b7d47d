import * as z from 'zod/mini';
import type { Seller } from '../../shared/domain/receipt/tax.ts';
import { type Instant, parseInstant } from '../../shared/domain/values/instant.ts';

const seller = z.object({
  name: z.string(),
  invoiceNumber: z.exactOptional(z.string()),
  taxRates: z.array(
    z.object({
      from: z.pipe(
        z.string(),
        z.transform((text): Instant => parseInstant(text)),
      ),
      percent: z.int(),
      family: z.exactOptional(z.string()),
    }),
  ),
});

/** What the stage's configuration says of the brand; it is checked where it is deployed from. */
export const parseSeller = (text: string): Seller => seller.parse(JSON.parse(text));
