import * as z from 'zod/mini';
import { rsaPublicKey } from '../rsa.ts';

/** What the secret holds to receive notices. The sandbox has apps, sellers and keys of its own. */
export const alipayAccount = z.object({
  appId: z.string().check(z.regex(/^\d{1,32}$/)),
  /** The seller's user number, `2088…` (PID). */
  sellerId: z.string().check(z.regex(/^2088\d{12}$/)),
  /** Alipay's own keys (支付宝公钥, not the app's) or certificates; two while one replaces the other. */
  publicKeys: z.array(rsaPublicKey).check(z.minLength(1), z.maxLength(2)),
});

export type AlipayAccount = z.output<typeof alipayAccount>;
