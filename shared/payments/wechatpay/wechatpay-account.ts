import * as z from 'zod/mini';
import { rsaPublicKey } from '../rsa.ts';

const API_KEY_BYTES = 32;
const MAX_VERIFICATION_KEYS = 4;

const hasKeys = (keys: Readonly<Record<string, string>>): boolean => {
  const { length } = Object.keys(keys);
  return length >= 1 && length <= MAX_VERIFICATION_KEYS;
};

/** What the secret holds to receive notices (pay.weixin.qq.com, "APIv3 密钥", "微信支付公钥", "平台证书"). */
export const wechatpayAccount = z.object({
  /** Merchant number; also Hong Kong's (`apihk`) have one. */
  mchid: z.string().check(z.regex(/^\d{1,32}$/)),
  /** Payments of any of these apps are ours: official account, mini program, app. */
  appids: z.array(z.string().check(z.regex(/^\w{1,32}$/))).check(z.minLength(1)),
  /** Decrypt what a notice carries; two while one replaces the other. */
  apiv3Keys: z
    .array(z.string().check(z.refine((key) => Buffer.byteLength(key, 'utf8') === API_KEY_BYTES)))
    .check(z.minLength(1), z.maxLength(2)),
  /**
   * WeChat Pay's keys by what `Wechatpay-Serial` calls them: `PUB_KEY_ID_…` or a platform certificate's serial number.
   * Both kinds sign while a merchant changes from certificates to the public key.
   */
  keys: z.record(z.string(), rsaPublicKey).check(z.refine(hasKeys)),
});

export type WechatpayAccount = z.output<typeof wechatpayAccount>;
