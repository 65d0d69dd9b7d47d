/** What the reviver of `JSON.parse` is told beside the value (ECMAScript, "JSON.parse source text access"). */
interface Source {
  readonly source?: string;
}

/** An integer as it stands; what has a fraction or an exponent is a measure, and no name. */
const DIGITS = /^-?\d+$/;

/**
 * JSON, except that an integer beyond double precision becomes its digits as text: an ICCID that a carrier writes
 * without quotation marks would otherwise become another one.
 *
 * @throws SyntaxError
 */
export const parseExactJson = (text: string): unknown =>
  JSON.parse(text, (_key: string, value: unknown, context?: Source) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && context?.source && DIGITS.test(context.source)
      ? context.source
      : value,
  );
