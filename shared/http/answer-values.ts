import * as z from 'zod';

/**
 * What answers of all functions are made of. The schemas of answers describe and check them; no function loads one: it
 * takes their types alone.
 */
export const time = z.iso.datetime().describe('RFC 3339, in UTC.');
export const localTime = z.iso.datetime({ offset: true }).describe("The same instant in the line's zone.");
export const homeTime = z.iso
  .datetime({ offset: true })
  .exactOptional()
  .describe('The same instant in the zone of the header `Time-Zone`.');
export const money = z
  .strictObject({
    amountMinor: z.int().describe("In the currency's minor unit; yen have none."),
    currency: z.string().describe('ISO 4217.'),
  })
  .describe('An amount of money.');
