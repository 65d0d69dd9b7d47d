import { createHmac, timingSafeEqual } from 'node:crypto';
import { refusal } from './api-error.ts';

interface Incoming {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** How old a request may be is not documented. */
const MAX_AGE_MS = 5 * 60_000;
const SECOND_MS = 1_000;

/**
 * What every request has to pass: the rate, the method, the four headers, the time and the signature. `check` throws an
 * ApiError otherwise. More than the rate is "busy", the only published code that fits.
 */
export const openGate = (
  account: { readonly accessCode: string; readonly secretKey: string; readonly requestsPerSecond: number },
  now: () => number,
) => {
  let passed: readonly number[] = [];

  const takePlace = (): void => {
    passed = passed.filter((at) => at > now() - SECOND_MS && at <= now());
    if (passed.length >= account.requestsPerSecond) throw refusal('900001');
    passed = [...passed, now()];
  };

  return {
    check({ method, header, text }: Incoming): void {
      takePlace();
      if (method !== 'POST') throw refusal('000103');
      const mandatory = (name: string): string => {
        const value = header(name);
        if (!value) throw refusal('000101');
        return value;
      };
      const accessCode = mandatory('rt-accesscode');
      const timestamp = mandatory('rt-timestamp');
      const requestId = mandatory('rt-requestid');
      const signature = mandatory('rt-signature');
      if (!/^\d{13}$/.test(timestamp) || !/^[\da-f-]{32,36}$/i.test(requestId)) throw refusal('000102');
      if (Math.abs(now() - Number(timestamp)) > MAX_AGE_MS) throw refusal('101001');
      const signed = `${timestamp}${requestId}${accessCode}${text}`;
      // The documentation shows capital digits in its example and small ones in its code.
      const expected = Buffer.from(createHmac('sha256', account.secretKey).update(signed).digest('hex'));
      const given = Buffer.from(signature.toLowerCase());
      const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
      if (accessCode !== account.accessCode || !isSigned) throw refusal('101003');
    },
  };
};

export type Gate = ReturnType<typeof openGate>;
