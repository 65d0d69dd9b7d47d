import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../webhooks/adapter/context.ts';
import { create } from '../../webhooks/adapter.ts';
import { writeFolder } from '../../webhooks/generate.ts';
import { conformanceCommand } from '../../webhooks/runner/command.ts';
import { runFolder } from '../../webhooks/runner/conformance.ts';
import { readFolder } from '../../webhooks/runner/folder.ts';

/** Deliveries with known verdicts that lie beside the repository, where they are available. */
const BESIDE = join(import.meta.dirname, '../../../../shared/fixtures/webhooks');

const scratch = mkdtempSync(join(tmpdir(), 'keizoku-conformance-'));
const own = join(scratch, 'own');
beforeAll(() => writeFolder(own));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The command as the shell sees it: exit code and lines. */
const command = async (...words: string[]) => {
  const lines: string[] = [];
  const code = await conformanceCommand(words, (line) => lines.push(line));
  return { code, lines };
};

/** A copy of the folder with one file changed. */
const changed = (name: string, change: (text: string) => string): string => {
  const copy = mkdtempSync(join(scratch, 'changed-'));
  cpSync(own, copy, { recursive: true });
  const path = join(copy, name);
  const text = readFileSync(path, 'utf8');
  const next = change(text);
  if (next === text) throw new Error(`nothing to change in ${name}`);
  writeFileSync(path, next);
  return copy;
};

describe('given deliveries of every provider, when they are run through the handler', () => {
  test('then each of them has the verdict that the rules ask for, in every event shape', async () => {
    const verdict = await runFolder(readFolder(own), { create });
    expect([verdict.failures, verdict.skipped]).toEqual([[], []]);
    // Where the rules leave more than one verdict open, ours is the first of them.
    expect(verdict.differences).toEqual([]);
    expect(verdict.passed).toBe(5 * (verdict.cases + verdict.sequences));
  });

  test.each(PROVIDERS)('then there are many of %s, genuine and forged, alone and in a row', (provider) => {
    const { cases, sequences } = readFolder(own);
    const of = cases.filter((each) => each.provider === provider);
    expect(of.filter(({ expect: { ack } }) => ack === 'ok').length).toBeGreaterThanOrEqual(12);
    expect(of.filter(({ expect: { ack } }) => ack !== 'ok').length).toBeGreaterThanOrEqual(10);
    expect(sequences.filter((each) => each.provider === provider).length).toBeGreaterThanOrEqual(8);
  });

  if (!existsSync(BESIDE)) test.skip('the published fixtures are not beside this repository', () => {});
  else
    test('then the published ones have their verdicts, too', async () => {
      const verdict = await runFolder(readFolder(BESIDE), { create });
      expect(verdict.failures).toEqual([]);
      expect(verdict.cases).toBeGreaterThan(0);
    });
});

describe('given a folder with one wrong verdict, when it is run', () => {
  test.each<[string, string, (text: string) => string, RegExp]>([
    [
      'acknowledgement',
      'cases/komoju/komoju-captured.json',
      (text) => text.replace('"ack": "ok"', '"ack": "reject"'),
      /ack want reject got 200/,
    ],
    [
      'number of fulfilments',
      'cases/komoju/komoju-captured.json',
      (text) => text.replace('"fulfil": 1', '"fulfil": 2'),
      /fulfil want 2 got 1/,
    ],
    [
      'order',
      'cases/komoju/komoju-captured.json',
      (text) => text.replace('"order_after": "paid"', '"order_after": "failed"'),
      /order want failed got paid/,
    ],
    [
      'number of certificates',
      'cases/paypal/paypal-no-certificate.json',
      (text) => text.replace('"cert_fetches": 1', '"cert_fetches": 2'),
      /certificate fetches want 2 got 1/,
    ],
    [
      'acknowledgement in a row',
      'sequences/square-seq-twice.json',
      (text) => text.replace('"ok"', '"reject-any"'),
      /step 1 ack want reject-any got 200/,
    ],
    [
      'refund',
      'sequences/square-seq-refund-part.json',
      (text) => text.replace('"refunded_amount": 1000', '"refunded_amount": 1'),
      /refunded want 1 got 1000/,
    ],
    [
      'clock',
      'cases/stripe/stripe-oldest.json',
      (text) => text.replace(/"clock": (\d+)/, (_all, clock) => `"clock": ${Number(clock) + 1}`),
      /ack want ok got 400/,
    ],
    [
      'configuration',
      'cases/stripe/stripe-rotation-old.json',
      (text) => text.replace('stripe-two-secrets', 'default'),
      /ack want ok got 400/,
    ],
    [
      'price',
      'cases/square/square-completed.json',
      (text) => text.replace('"order": "default"', '"order": { "amount": 2981 }'),
      /order want paid got review/,
    ],
    [
      'stored order',
      'cases/square/square-completed.json',
      (text) => text.replace('"order": "default"', '"order": null'),
      /ack want ok got 404/,
    ],
    [
      'answer of an API',
      'cases/paypal/paypal-confirmed.json',
      (text) => text.replace('"status": "COMPLETED"', '"status": "PENDING"'),
      /order want paid got awaiting/,
    ],
    [
      'certificate',
      'cases/paypal/paypal-completed.json',
      (text) => text.replace('paypal-at-address-genuine.pem', 'paypal-at-address-selfSigned.pem'),
      /ack want ok got 400/,
    ],
    [
      'order of steps',
      'sequences/square-seq-overtaken.json',
      (text) => text.replace('create-order', 'fail-store-once'),
      /step 2 ack want ok got 404/,
    ],
    [
      'outage',
      'sequences/square-seq-store-down.json',
      (text) => text.replace('"before": "fail-store-once",', ''),
      /step 1 ack want reject-any got 200/,
    ],
    [
      'default price',
      'manifest.json',
      (text) => text.replace('"amount": 2980', '"amount": 2981'),
      /square-completed .*order want paid got review/,
    ],
    ['key', 'keys/secrets.json', (text) => text.replace(/("komoju": \{\s+"secret": ")./, '$1-'), /komoju-captured/],
  ])('then a wrong %s is told, and fails it', async (_what, name, change, told) => {
    const { code, lines } = await command(
      changed(name, change),
      `--only=${name.includes('-') ? `^${/([^/]+)\.json$/.exec(name)?.[1]}$` : '^(komoju-captured|square-completed)$'}`,
    );
    expect(code).toBe(1);
    const failures = lines.filter((line) => line.startsWith('FAIL '));
    expect(failures.some((line) => told.test(line))).toBe(true);
    if (name.includes('-')) {
      expect(failures).toHaveLength(1);
      expect(failures[0]).toContain(name.split('/').at(-1)?.replace('.json', ''));
    }
  });

  test('then one that is not strict is counted apart, and does not fail it', async () => {
    const lax = changed('cases/square/square-completed.json', (text) =>
      text.replace('"strict": true', '"strict": false, "alt": "something else"').replace('"fulfil": 1', '"fulfil": 0'),
    );
    const { code, lines } = await command(lax, '--only=^square-completed$', '-v');
    expect(code).toBe(0);
    expect(lines).toEqual([
      'differs square-completed [v2, v2-base64, v1, v1-upper, v1-lower-base64] payment.updated, COMPLETED: fulfil want 0 got 1 | also right: something else',
      '1 cases and 0 sequences in five event shapes',
      'pass 0  fail 0  differs-but-allowed 5',
    ]);
  });

  test('then a receiver that takes everything fails, and so does one that throws or lacks a hook', async () => {
    const folder = readFolder(own);
    const yes = {
      deliver: async () => ({ statusCode: 200 }),
      state: async () => ({ order_status: 'paid', fulfilments: 1 }),
    };
    const lenient = await runFolder(folder, { create: async () => yes }, /^stripe-/);
    expect(lenient.failures.map(({ id }) => id)).toContain('stripe-altered');
    expect(lenient.failures.map(({ id }) => id)).not.toContain('stripe-intent-succeeded');
    expect(lenient.skipped.map(({ id }) => id)).toEqual(['stripe-seq-overtaken', 'stripe-seq-store-down']);
    const throwing = { ...yes, deliver: () => Promise.reject(new Error('broken')) };
    const thrown = await runFolder(folder, { create: async () => throwing }, /^stripe-no-header$/);
    expect(thrown.failures[0]?.problems.join()).toContain('handler threw: Error: broken');
  });
});

describe('given what is no folder of fixtures, when it is run', () => {
  test.each<[string, () => string[], RegExp]>([
    ['a folder that is not there', () => [join(scratch, 'nowhere')], /there is no folder/],
    ['an empty folder', () => [mkdtempSync(join(scratch, 'empty-'))], /has no manifest\.json/],
    ['a manifest that is not JSON', () => [changed('manifest.json', () => '{')], /manifest\.json is not JSON/],
    [
      'a case without a body',
      () => [changed('cases/square/square-completed.json', (text) => text.replace('body_b64', 'body'))],
      /cases\/square\/square-completed\.json is not of the format: http\.body_b64/,
    ],
    [
      'keys that are not there',
      () => [changed('keys/secrets.json', (text) => text.replace('signature_key', 'key'))],
      /no square\.signature_key/,
    ],
    ['words that nobody knows', () => ['--fast'], /not understood/],
    ['an expression that is none', () => [own, '--only=('], /no regular expression/],
    ['ids that nobody has', () => [own, '--only=^nobody$'], /has such an id/],
    ['a place that is taken', () => [`--write=${own}`], /is there already/],
  ])('then %s is told in one sentence', async (_what, words, told) => {
    const { code, lines } = await command(...words());
    expect(code).toBe(2);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(told);
    expect(lines[0]).toMatch(/^Cannot run these webhook fixtures: .+\.$/);
  });

  test('then the shell is told, too', () => {
    const script = join(import.meta.dirname, '../../webhooks/run.ts');
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, '/nowhere'], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([2, 'Cannot run these webhook fixtures: there is no folder /nowhere.\n']);
  });
});
