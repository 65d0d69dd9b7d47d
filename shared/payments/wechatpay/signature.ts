import type { Instant } from '../../domain/values/instant.ts';
import { isRsaSigned } from '../rsa.ts';
import type { SignedRequest } from '../webhook.ts';

/** How far a notice may be dated from its arrival, in either direction (pay.weixin.qq.com, "如何验证签名"). */
const TOLERANCE_S = 300;

/** WeChat Pay sends such signatures now and then to see whether we verify; they must be refused. */
const PROBE = 'WECHATPAY/SIGNTEST/';

/** The signature of a delivery and what it was made over; which key fits is told by `serial`. */
export interface NoticeSignature {
  readonly serial: string;
  readonly signature: string;
  readonly signed: Buffer;
}

/** `undefined` when no key could make it valid: incomplete, a probe, or not of this time. */
export const noticeSignature = ({ headers, body, receivedAt }: SignedRequest): NoticeSignature | undefined => {
  const timestamp = headers['wechatpay-timestamp'];
  const nonce = headers['wechatpay-nonce'];
  const serial = headers['wechatpay-serial'];
  const signature = headers['wechatpay-signature'];
  if (timestamp === undefined || nonce === undefined || serial === undefined || signature === undefined) return;
  if (signature.startsWith(PROBE) || !isCurrent(timestamp, receivedAt) || !NONCE.test(nonce)) return;
  return { serial, signature, signed: Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, LINE_FEED]) };
};

const LINE_FEED = Buffer.from('\n');
/** Without line feeds: with one in it, part of the body could pass for the nonce. */
const NONCE = /^[\x21-\x7e]{1,128}$/;
const UNIX_SECONDS = /^\d{1,12}$/;

const isCurrent = (timestamp: string, receivedAt: Instant): boolean =>
  UNIX_SECONDS.test(timestamp) && Math.abs(Math.floor(receivedAt / 1_000) - Number(timestamp)) <= TOLERANCE_S;

export const isSignedBy = (
  { serial, signature, signed }: NoticeSignature,
  keys: Readonly<Record<string, string>>,
): boolean => {
  const key = Object.hasOwn(keys, serial) ? keys[serial] : undefined;
  return key !== undefined && isRsaSigned(signed, signature, key);
};
