import { types } from 'node:util';

/** Names whose values never reach a log, whatever passes them. Written small, without what stands between words. */
const PRIVATE_NAMES = new Set([
  ...['address', 'body', 'email', 'emailaddress', 'from', 'headers', 'html', 'phone', 'phonenumber', 'recipient'],
  ...['destinationphonenumber', 'subject', 'text', 'to', 'url', 'payer', 'customer'],
  ...['name', 'familyname', 'firstname', 'fullname', 'givenname', 'lastname', 'surname'],
]);
/** A name that has any of these in it holds something that opens a door. */
const SECRET_NAME =
  /secret|token|password|passphrase|authorization|cookie|signature|apikey|authkey|privatekey|accesscode/;

const REDACTED = '[redacted]';

/** What can be told from its form, wherever it stands. What stands in brackets is left of it. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [\s\S]*?(-----END [^-]*-----|$)/g, '[key]'],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[token]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [token]'],
  // Renewal links, as a header and as an address.
  [/\bLink\s+[\w-]{24,}/gi, 'Link [token]'],
  [/(\/r#)[\w-]+/g, '$1[token]'],
  [/\b(sk|rk|pk)_(live|test)_\w+|\bwhsec_\w+|\b\w{1,64}_secret_\w+|\bsecret-[\w-]{8,}/g, '[secret]'],
  [/([?&][\w-]*(token|secret|key|signature|code|password)=)[^&\s"'<>]+/gi, '$1[redacted]'],
  [/[^\s"'<>()[\]{}:;,=@]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu, '[e-mail]'],
  [/(?<![\w.])(\+|00)[1-9][\d ()-]{6,20}\d(?!\w)/g, '[phone]'],
  // Mobile numbers as people in Japan and China write them at home.
  [/(?<![\w.-])(0[5-9]0[ -]?\d{4}[ -]?\d{4}|1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![\w-])/g, '[phone]'],
  // The last digits are enough to recognise a SIM that one knows.
  [/(?<!\w)89\d{12,14}(\d{4})(?!\w)/g, '[SIM …$1]'],
  // A parser quotes what it could not read.
  [/"[\s\S]*"(\.{3})? is not valid JSON/g, '[redacted] is not valid JSON'],
];

/** Deeper than any fact of ours; what is below it was not meant for a log. */
const MAX_DEPTH = 6;
/** Of one list or one set of facts. */
const MAX_ENTRIES = 100;
const MAX_TEXT_LENGTH = 4_000;

/** A text without what can be told to be an address, a number, a token or a key. */
export const redactedText = (text: string): string =>
  FORMS.reduce((left, [form, instead]) => left.replace(form, instead), text.slice(0, MAX_TEXT_LENGTH));

/**
 * A fact as it may be logged: without the values of private names, without what {@link redactedText} knows, and of errors
 * only what says which one it is. Whatever an SDK hangs on an error beside that may hold a whole request.
 */
export const redacted = (value: unknown, name = '', depth = 0): unknown => {
  if (isPrivate(name) && value !== undefined && value !== null) return REDACTED;
  if (typeof value === 'string') return redactedText(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error || types.isNativeError(value)) return redactedError(value, depth);
  if (value instanceof Date) return value;
  if (value instanceof URL || ArrayBuffer.isView(value)) return REDACTED;
  if (Array.isArray(value) || value instanceof Set)
    return [...value].slice(0, MAX_ENTRIES).map((each) => redacted(each, '', depth + 1));
  const entries: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  return Object.fromEntries(
    [...entries]
      .slice(0, MAX_ENTRIES)
      .map(([key, entry]) => [redactedText(String(key)), redacted(entry, String(key), depth + 1)]),
  );
};

const isPrivate = (name: string): boolean => {
  const bare = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return PRIVATE_NAMES.has(bare) || SECRET_NAME.test(bare);
};

const redactedError = (error: Error, depth: number): Readonly<Record<string, unknown>> => {
  const message = redactedText(error.message);
  const code = 'code' in error ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: redactedText(error.name),
    message,
    ...((typeof code === 'string' || typeof code === 'number') && { code: redacted(code) }),
    // The stack begins with the message as it was.
    stack: redactedText([`${error.name}: ${message}`, ...frames].join('\n')),
    ...(error.cause !== undefined && { cause: redacted(error.cause, 'cause', depth + 1) }),
    ...(error instanceof AggregateError && { errors: redacted(error.errors, 'errors', depth + 1) }),
  };
};
