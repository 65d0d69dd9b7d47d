import type { SignedRequest } from '../../../shared/payments/webhook.ts';

/** The same request with one byte changed, for every byte of the body. */
export const tamperedBodies = (request: SignedRequest): readonly SignedRequest[] =>
  Array.from(request.body, (byte, index) => {
    const body = Buffer.from(request.body);
    body[index] = byte ^ 1;
    return { ...request, body };
  });

/** The same request with one character of one header changed, for every character of the named headers. */
export const tamperedHeaders = (request: SignedRequest, names: readonly string[]): readonly SignedRequest[] =>
  names.flatMap((name) => {
    const value = request.headers[name];
    if (value === undefined) throw new Error(`no such header: ${name}`);
    return Array.from(value, (character, index) => {
      const other = character === 'A' ? 'B' : 'A';
      const changed = value.slice(0, index) + other + value.slice(index + 1);
      return { ...request, headers: { ...request.headers, [name]: changed } };
    });
  });
