import { Logger } from '@aws-lambda-powertools/logger';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Refusal } from '../../../shared/errors.ts';
import { chain } from '../../../shared/http/chain.ts';
import { powertoolsLog } from '../../../shared/runtime/log.ts';
import { eachMessage } from '../../../shared/runtime/queue-batch.ts';

/** What must be in no line, wherever it came from. */
const CANARIES = {
  name: 'Canary Kanariya',
  email: 'canary.kanariya+sim@mail.brand.co.jp',
  emailWithLetters: '金丝雀@例え.jp',
  phone: '+819000000777',
  phoneInParts: '+44 7700 900777',
  phoneAtHome: '090-0000-0777',
  phoneInChina: '13800000777',
  iccid: '8981100000000007777',
  jwt: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl',
  bearer: 'canary-opaque-token-0777',
  link: '1UQIARDIUx0JUsNfbey1BtsvrWow',
  linkInUrl: '1UQIARDIUx0JUsNfbey1BtsvrWox',
  stripeKey: 'sk_live_canary0777',
  webhookSecret: 'whsec_canary0777',
  clientSecret: 'pi_3Canary_secret_0777',
  soracomKey: 'secret-canary0777xyz',
  pem: '-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----',
  urlToken: 'canary-url-token-0777',
} as const;

/** As other systems write them into the text of an error. */
const SENTENCE = [
  `Address ${CANARIES.email} is not verified, nor is <${CANARIES.emailWithLetters}>.`,
  `Numbers ${CANARIES.phone}, ${CANARIES.phoneInParts}, (${CANARIES.phoneAtHome}) or ${CANARIES.phoneInChina} opted out.`,
  `SIM ${CANARIES.iccid}: Authorization: Bearer ${CANARIES.bearer}, or ${CANARIES.jwt}.`,
  `authorization: Link ${CANARIES.link}, as in https://sim.brand.jp/r#${CANARIES.linkInUrl} .`,
  `Keys ${CANARIES.stripeKey} ${CANARIES.webhookSecret} ${CANARIES.clientSecret} ${CANARIES.soracomKey} ${CANARIES.pem}`,
  `POST https://api.brand.jp/v1/webhooks?account=1&token=${CANARIES.urlToken} failed`,
].join('\n');

describe('what is logged', () => {
  let printed: string[] = [];
  const spies: { mockRestore(): void }[] = [];
  const kept = (text: string | Uint8Array): boolean => printed.push(String(text)) > 0;

  beforeEach(() => {
    printed = [];
    for (const stream of [process.stdout, process.stderr])
      spies.push(jest.spyOn(stream, 'write').mockImplementation(kept));
  });
  afterEach(() => {
    for (const spy of spies.splice(0)) spy.mockRestore();
  });

  const log = () => powertoolsLog(new Logger({ serviceName: 'canary', logLevel: 'DEBUG' }));
  const lines = (): readonly Record<string, unknown>[] => printed.map((line) => JSON.parse(line));
  /** Compared without the escapes of JSON, in which a canary could hide. */
  const found = (): readonly string[] => {
    const text = printed.join('').replaceAll('\\n', '\n');
    return Object.entries(CANARIES).flatMap(([what, canary]) => (text.includes(canary) ? [what] : []));
  };

  test.each(['info', 'warn', 'error'] as const)(
    'given personal data in the message of %s, then none is left',
    (level) => {
      log()[level](SENTENCE, { renewalId: 'MEJP00000001ZZBTQR3RC9NN00YY' });
      expect(lines()).toMatchObject([{ service: 'canary', renewalId: 'MEJP00000001ZZBTQR3RC9NN00YY' }]);
      expect(found()).toEqual([]);
    },
  );

  test('given it in facts, below names of any spelling and at any depth, then none is left', () => {
    const { name, email, phone, bearer } = CANARIES;
    log().info('facts', {
      ...{ name, email, phone, to: phone, text: SENTENCE, body: { email }, Authorization: bearer },
      ...{ 'x-api-key': bearer, client_secret: bearer, accessToken: bearer, Set_Cookie: bearer },
      payer: { given_name: name, address: { line1: name } },
      lists: [[{ contacts: new Map([['phoneNumber', phone]]) }], new Set([SENTENCE])],
      url: new URL(`https://brand.jp/?token=${bearer}`),
      bytes: Buffer.from(SENTENCE),
      [email]: 1,
    });
    expect(found()).toEqual([]);
    expect(printed.join('')).toContain('[redacted]');
  });

  test('given it in an error, its cause, its stack and what an SDK hung on it, then only which error it is is left', () => {
    const cause = Object.assign(new TypeError(SENTENCE), { code: 'ECANARY', config: { data: SENTENCE } });
    const error = Object.assign(new AggregateError([new Error(SENTENCE)], SENTENCE, { cause }), {
      raw: { payer: CANARIES.name, message: SENTENCE },
      $response: { body: SENTENCE },
    });
    log().error('failed', { error });
    expect(found()).toEqual([]);
    expect(lines()).toMatchObject([
      { error: { name: 'AggregateError', stack: expect.stringMatching(/\n +at /), cause: { code: 'ECANARY' } } },
    ]);
    expect(lines()[0]?.['error']).not.toHaveProperty('raw');
  });

  test('given a parser that quotes what it could not read, then the quotation is left out', () => {
    const parse = () => JSON.parse(`${CANARIES.name} pays`);
    expect(parse).toThrow(/Canary/);
    try {
      parse();
    } catch (error) {
      log().error('unreadable', { error });
    }
    expect(printed.join('')).not.toMatch(/Canary/);
    expect(printed.join('')).toContain('is not valid JSON');
  });

  test('given facts without end, then the line has one', () => {
    const endless: Record<string, unknown> = { planId: 'jp-3d', long: 'x'.repeat(1_000_000) };
    endless['again'] = endless;
    log().info('endless', endless);
    expect(printed.join('').length).toBeLessThan(50_000);
    expect(lines()).toMatchObject([{ planId: 'jp-3d' }]);
  });

  test('what operators need stays as it is', () => {
    const facts = {
      requestId: 'b1b1c2c3-0000-4000-8000-123456789012',
      route: 'POST /v1/renewals/{renewalId}/payments',
      renewalId: 'MEJP00000001ZZBTQR3RC9NN00YY',
      lineId: 'MEJP00000001',
      planId: 'jp-1gb-3d',
      at: '2026-11-24T13:36:07.267+09:00',
      sequence: '000000000000000000012',
      amount: { minor: 1_200, currency: 'JPY' },
      arn: 'arn:aws:sqs:ap-northeast-1:123456789012:activations',
      day: '2026-11-24',
      count: 3,
      ok: true,
    };
    log().info('message handled', facts);
    expect(lines()).toMatchObject([{ message: 'message handled', ...facts }]);
  });

  describe('through what is around every function', () => {
    const event = { requestContext: { requestId: 'r-1' }, routeKey: 'POST /v1/renewals', headers: {} };

    test.each([
      ['a defect', () => new Error(SENTENCE)],
      ['an outage', () => new Refusal('issuer_unavailable', {}, { cause: new Error(SENTENCE) })],
    ])('given %s in an HTTP function, then neither the log nor the answer has any', async (_name, failure) => {
      const handler = chain(log(), async () => {
        throw failure();
      });
      const answer = await handler(event as never, {} as never);
      expect(answer.statusCode).toBeGreaterThanOrEqual(500);
      printed.push(JSON.stringify(answer));
      expect(printed).toHaveLength(2);
      expect(found()).toEqual([]);
    });

    test('given a message that fails for good, then its body and its error are told without any', async () => {
      const handle = eachMessage(log(), async (body) => {
        throw new Error(`cannot read ${body}`);
      });
      await handle({ Records: [{ messageId: 'm-1', body: SENTENCE }] } as never);
      expect(lines()).toMatchObject([{ message: 'message failed', messageId: 'm-1' }]);
      expect(found()).toEqual([]);
    });
  });
});
