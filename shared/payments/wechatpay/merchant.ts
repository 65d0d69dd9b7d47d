import * as z from 'zod/mini';
import type { WechatpayAccount } from './wechatpay-account.ts';

const text = z.optional(z.string());

/** Who was paid. `sp_` and `sub_` stand where a service provider takes payments for others, which we do not. */
export const merchantFields = {
  mchid: text,
  appid: text,
  sp_mchid: text,
  sub_mchid: text,
};

interface Merchant {
  readonly mchid?: string | undefined;
  readonly appid?: string | undefined;
  readonly sp_mchid?: string | undefined;
  readonly sub_mchid?: string | undefined;
}

export const isOurs = (merchant: Merchant, { mchid, appids }: WechatpayAccount): boolean =>
  merchant.mchid === mchid &&
  merchant.appid !== undefined &&
  appids.includes(merchant.appid) &&
  !isOfProvider(merchant);

/** Refunds name no app, those of `apihk` not always the merchant: what they do name must be ours. */
export const isOursAsFarAsNamed = (merchant: Merchant, { mchid, appids }: WechatpayAccount): boolean =>
  (merchant.mchid ?? mchid) === mchid &&
  (merchant.appid === undefined || appids.includes(merchant.appid)) &&
  !isOfProvider(merchant);

const isOfProvider = ({ sp_mchid, sub_mchid }: Merchant): boolean => Boolean(sp_mchid) || Boolean(sub_mchid);
