import { createDecipheriv } from 'node:crypto';
import * as z from 'zod/mini';

const TAG_BYTES = 16;

/** What a notice is about, encrypted (pay.weixin.qq.com, "如何解密回调报文"). */
export const encryptedResource = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  /** Base64 of the encrypted text followed by the tag. */
  ciphertext: z.base64(),
  nonce: z.string().check(z.minLength(1)),
  associated_data: z.optional(z.nullable(z.string())),
});

type EncryptedResource = z.output<typeof encryptedResource>;

/** The text under the first key that fits; `undefined` when none does. */
export const decrypted = (resource: EncryptedResource, apiv3Keys: readonly string[]): string | undefined => {
  for (const key of apiv3Keys) {
    const text = decryptedWith(resource, key);
    if (text !== undefined) return text;
  }
  return undefined;
};

const decryptedWith = (
  { ciphertext, nonce, associated_data }: EncryptedResource,
  apiv3Key: string,
): string | undefined => {
  const sealed = Buffer.from(ciphertext, 'base64');
  if (sealed.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiv3Key, 'utf8'), Buffer.from(nonce, 'utf8'), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(associated_data ?? '', 'utf8'));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
};
