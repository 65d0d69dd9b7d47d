import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { BUNDLED, entriesOf } from '../../infra/bundles.ts';

const PROJECT = join(import.meta.dirname, '../..');
const namesIn = (folder: string): readonly string[] => entriesOf(folder).map((entry) => basename(entry, '.ts'));

const bundleOf = async (folder: string, name: string) => {
  const { metafile } = await build({
    ...BUNDLED,
    entryPoints: [join(PROJECT, 'functions', folder, `${name}.ts`)],
    write: false,
    outfile: 'index.js',
    metafile: true,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  return { bytes: output?.bytes ?? 0, inputs: Object.keys(metafile.inputs) };
};

/** The folders of `family` that a bundle has anything of. */
const foldersOf = (inputs: readonly string[], family: 'payments' | 'carriers'): ReadonlySet<string> =>
  new Set(inputs.flatMap((input) => new RegExp(`^shared/${family}/(\\w+)/`).exec(input)?.[1] ?? []));

/** Room for some growth; what is measured stands in the decisions and in `npm run bench:counts`. */
const MAX_BYTES = 435_000;
const MAX_BYTES_WITH_STRIPE = 615_000;

describe('the webhook functions of payment providers', () => {
  const providers = namesIn('payment-webhook');

  test('there is one for every provider', () => {
    expect(providers).toEqual(['alipay', 'antom', 'komoju', 'paypal', 'square', 'stripe', 'wechatpay']);
  });

  test.each(providers)('%s is loaded with nothing of any other provider, within its bytes', async (provider) => {
    const { bytes, inputs } = await bundleOf('payment-webhook', provider);
    expect(foldersOf(inputs, 'payments')).toEqual(new Set([provider]));
    expect(translationsIn(inputs)).toEqual([]);
    const sdk = inputs.filter((input) => input.startsWith('node_modules/stripe/'));
    expect(sdk.length > 0).toBe(provider === 'stripe');
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(provider === 'stripe' ? MAX_BYTES_WITH_STRIPE : MAX_BYTES);
  });
});

describe('the webhook functions of carriers', () => {
  const carriers = namesIn('carrier-webhook');
  /** Reading JSON without loss is shared by all carriers. */
  const shared = 'http';

  test('there is one for every carrier that delivers any', () => {
    expect(carriers).toEqual(['airalo', 'esimaccess', 'esimgo', 'soracom']);
  });

  test.each(carriers)('%s is loaded with nothing of any other carrier, within its bytes', async (carrier) => {
    const { bytes, inputs } = await bundleOf('carrier-webhook', carrier);
    expect([...foldersOf(inputs, 'carriers')].filter((folder) => folder !== shared)).toEqual([carrier]);
    expect(foldersOf(inputs, 'payments')).toEqual(new Set());
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(MAX_BYTES);
  });
});

describe('the function that serves the documentation', () => {
  test('is loaded with the document and nothing that could reach a table or a provider', async () => {
    const { bytes, inputs } = await bundleOf('api-docs', 'index');
    expect(inputs).toContain('docs/openapi.json');
    expect(inputs.filter((input) => /@aws-sdk|node_modules\/(zod|jose|stripe)\//.test(input))).toEqual([]);
    expect(bytes).toBeLessThan(MAX_BYTES);
  });
});

/** Texts of problems, in a language other than English. */
const translationsIn = (inputs: readonly string[]): readonly string[] =>
  inputs.filter((input) => /\/problem-texts\/(ja|ko|zh-\w+)\.ts$/.test(input));

describe('the functions that answer people', () => {
  test.each(['renewal-api', 'staff-api'])('%s is loaded without the schemas of its answers', async (name) => {
    const { inputs } = await bundleOf(name, 'index');
    expect(inputs).toContain(`functions/${name}/requests.ts`);
    expect(translationsIn(inputs)).toHaveLength(4);
    expect(inputs.filter((input) => /\/([a-z]+-)?answer(s|-values)\.ts$|zod\/v4\/classic\//.test(input))).toEqual([]);
  });
});
