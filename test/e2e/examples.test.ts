import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../local/eventually.ts';
import { OPERATIONS } from '../../openapi/document.ts';
import { EXAMPLES, EXAMPLES_FILE, type Example } from '../../openapi/examples.ts';
import { DOCUMENT_FILE } from '../../openapi/file.ts';
import { lineId } from '../../shared/domain/values/ids.ts';
import { parseInstant } from '../../shared/domain/values/instant.ts';
import { sealRenewalLink } from '../../shared/runtime/renewal-link.ts';
import { unlike } from '../documented/resembles.ts';
import { accountsOf, productForTests } from './instance.ts';
import { type Answer, call, WITHIN_MS } from './world.ts';

/**
 * Every example of the OpenAPI document, sent to the local cloud as it stands there, in their order. With RECORD=1 what
 * comes back is written down as the new example instead of being compared with the old one.
 */
const { product, around } = productForTests();
const isRecording = process.env['RECORD'] === '1';
const recorded: Example[] = [];

const operationOf = ({ operation }: Example) => {
  const found = OPERATIONS.find(({ id }) => id === operation);
  if (!found) throw new Error(`no such operation: ${operation}`);
  const [method = '', path = ''] = found.key.split(' ', 2);
  return { method, path };
};

const pathOf = (example: Example): string => {
  const path = operationOf(example).path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => example.path?.[name] ?? '');
  const query = new URLSearchParams(example.query).toString();
  return `${path.replace(/^\/v1/, '')}${query === '' ? '' : `?${query}`}`;
};

/** Nine days from now: four after the line ends. */
const UNTIL_MS = 9 * 86_400_000;

/** A departure that lies ahead whenever the example is sent. */
const queryToSend = ({ name, query }: Example): Example['query'] =>
  name === 'to-buy' ? { ...query, until: new Date(Date.now() + UNTIL_MS).toISOString() } : query;
/** Whoever has the renewal link of a line; until when it is good is part of what it is called. */
const LINK_EXPIRES_AT = parseInstant('2035-01-01T00:00:00Z');
const byLink = (line: string) => {
  const link = { lineId: lineId(line), version: 0, expiresAt: LINK_EXPIRES_AT };
  const token = sealRenewalLink([accountsOf(product().home).links], link);
  return {
    request: (method: string, path: string, init: RequestInit = {}): Promise<Answer> =>
      call(`${product().endpoints().api}/v1${path}`, {
        ...init,
        method,
        headers: { authorization: `Link ${token}`, ...init.headers },
      }),
  };
};
const whoIs = (as: string) => (as.startsWith('link:') ? byLink(as.slice('link:'.length)) : around.as(as));

const send = (example: Example): Promise<Answer> =>
  whoIs(example.as).request(operationOf(example).method, pathOf(example), {
    headers: {
      ...(example.key !== undefined && { 'idempotency-key': example.key }),
      ...(example.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(example.body !== undefined && { body: JSON.stringify(example.body) }),
  });

/** Orders under a key, so that the renewal has the id that the examples know. */
const ordered = async (who: string, lineId: string, planId: string, key: string): Promise<Answer['body']> => {
  const person = around.as(who);
  const { order } = await around.preview(person, lineId, planId);
  const { status, body } = await person.order({ ...order, method: 'card' }, key);
  expect(status).toBe(201);
  return body;
};

/** What has to have happened before an example is as it stands there. */
const BEFORE: Readonly<Record<string, () => Promise<void>>> = {
  active: async () => {
    const { body } = await around.as('mei').get(`/renewals/${MEI_RENEWAL}`);
    await around.at('paypal', body.payment.reference, 'pay');
    await around.until(around.as('mei'), MEI_RENEWAL, 'active');
    await eventually('its mail is delivered', WITHIN_MS, async () => {
      const { body: renewal } = await around.as('mei').get(`/renewals/${MEI_RENEWAL}`);
      expect(renewal.messages.map(({ state }: { state: string }) => state)).toEqual(['delivered']);
    });
    await around.idle();
  },
  receipt: () =>
    eventually('the receipt is confirmed', WITHIN_MS, async () => {
      const { body } = await around.as('mei').get(`/renewals/${MEI_RENEWAL}/receipt`);
      expect(body.carrierConfirmedAt).toBeDefined();
    }),
  cancelled: async () => {
    const { renewalId } = await ordered('anna', 'ANNA00000001', 'jp-1gb-3d', 'b7e4d2c9-1a3f-4e6b-9c80-5f2d7a1e3b4c');
    expect(renewalId).toBe(pathParameter('cancelled'));
  },
  queue: async () => {
    const renewal = await ordered('kenji', 'KENJ00000001', 'jp-24h-3d', '9d1c7f3a-6e2b-4a5d-8f90-3c4b2a1d0e5f');
    await around.stripeFaults({ wrongAmountMinor: 100 });
    await around.at('stripe', renewal.payment.reference, 'pay', { card: '4242424242424242' });
    await around.until(around.as('kenji'), renewal.renewalId, 'needs_review');
    await around.stripeFaults({});
    await around.idle();
    await eventually('the queue shows it', WITHIN_MS, async () => {
      const { body } = await around.as('support').get('/reviews');
      expect(body.reviews).toHaveLength(1);
    });
  },
  reports: async () => {
    await around.until(around.as('kenji'), pathParameter('review'), 'refunded');
    await around.idle();
    for (const schedule of ['reconciler', 'carrier-reconciler']) await around.fire(schedule);
    await eventually('everything is compared', WITHIN_MS, async () => {
      const { body } = await around.as('support').get('/reconciliations');
      const kinds = body.reports.map(({ kind }: { kind: string }) => kind);
      expect(kinds.filter((kind: string) => kind === 'payments').length).toBeGreaterThanOrEqual(2);
      expect(kinds.filter((kind: string) => kind === 'carrier').length).toBeGreaterThanOrEqual(5);
    });
  },
  carriers: async () => {
    await around.fire('carrier-watch');
    await eventually('the credit is read', WITHIN_MS, async () => {
      const { body } = await around.as('support').get('/carriers');
      expect(body.carriers.filter(({ float }: { float?: unknown }) => float).length).toBe(3);
    });
  },
  jobs: async () => {
    const renewal = await ordered('mei', 'MEJPMAN00001', 'manual-jp-7d', '4f8e2d1b-7c6a-4b3d-9e5f-1a0c2b3d4e5f');
    await around.at('stripe', renewal.payment.reference, 'pay', { card: '4242424242424242' });
    await eventually('the job is there', WITHIN_MS, async () => {
      const { body } = await around.as('support').get('/activation-jobs?account=manual');
      expect(body.jobs).toHaveLength(1);
    });
  },
};

const pathParameter = (name: string): string => {
  const example = EXAMPLES.find((each) => each.name === name);
  return example?.path?.['renewalId'] ?? '';
};
const MEI_RENEWAL = pathParameter('active');

/** The pages to pay on are at another place each time. */
const withoutPorts = (text: string): string => text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'https://pay.example.com');

/** An order of the day on which it is written down. */
const bodyToRecord = async (example: Example): Promise<unknown> => {
  const order = example.body;
  if (typeof order !== 'object' || order === null || !('newEnd' in order)) return order;
  const previewed = example.as.startsWith('link:')
    ? (await whoIs(example.as).request('GET', '/link/preview?planId=jp-1gb-3d')).body
    : await around.preview(around.as(example.as), 'MEJP00000001', 'jp-1gb-3d').catch(() => undefined);
  return { ...order, newEnd: previewed?.order.newEnd ?? order.newEnd };
};

describe('the document, served', () => {
  test('is the one that is kept, and is not sent twice', async () => {
    const url = `${product().endpoints().api}/openapi.json`;
    const { status, headers, body } = await call(url);
    expect([status, headers.get('content-encoding')]).toEqual([200, 'gzip']);
    expect(body).toEqual(JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8')));
    expect((await call(url, { headers: { 'if-none-match': headers.get('etag') ?? '' } })).status).toBe(304);
  });

  test('is a page for people too, without logging in', async () => {
    const { status, body } = await call(`${product().endpoints().api}/docs`);
    expect(status).toBe(200);
    expect(body).toContain('<h1>Keizoku: the HTTP API</h1>');
  });
});

describe('the examples', () => {
  const told = EXAMPLES.map((example): [string, Example] => [`${example.operation} ${example.name}`, example]);

  test('every operation that somebody logs in for has one', () => {
    const without = OPERATIONS.filter(
      ({ id, isPublic }) => !isPublic && !EXAMPLES.some(({ operation }) => operation === id),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  test.each(told)('%s', async (_name, example) => {
    await BEFORE[example.name]?.();
    const query = queryToSend(example);
    const asked = { ...example, ...(query && { query }) };
    const toSend = isRecording ? { ...asked, body: await bodyToRecord(example) } : asked;
    const { status, headers, body } = await send(toSend);
    // Every answer with this header has been compared with the document.
    expect(headers.has('apigw-requestid')).toBe(true);
    if (isRecording) recorded.push({ ...toSend, status, answer: body });
    else expect([status, unlike(example.answer, body)]).toEqual([example.status, []]);
  });

  afterAll(() => {
    if (isRecording && recorded.length === EXAMPLES.length)
      writeFileSync(EXAMPLES_FILE, `${withoutPorts(JSON.stringify(recorded, null, 2))}\n`);
  });
});
