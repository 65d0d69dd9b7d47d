import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Checks `airalo-signature`: HMAC-SHA512 in lower-case hex, under any of the secrets. The page "Webhook definition" signs
 * the raw body; Airalo's own SDKs sign the JSON written anew, in PHP with `/` as `\/`. Each form names the same facts,
 * so each is accepted.
 */
export const isSigned = (body: Buffer, signature: string | undefined, secrets: readonly string[]): boolean => {
  const given = Buffer.from(signature ?? '');
  const forms = [body, ...rewritten(body)];
  return secrets.some((secret) =>
    forms.some((form) => {
      const expected = Buffer.from(createHmac('sha512', secret).update(form).digest('hex'));
      return given.length === expected.length && timingSafeEqual(given, expected);
    }),
  );
};

const rewritten = (body: Buffer): readonly string[] => {
  try {
    const text = JSON.stringify(JSON.parse(body.toString()));
    return [text, text.replaceAll('/', '\\/')];
  } catch {
    return [];
  }
};
