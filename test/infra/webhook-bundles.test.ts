import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';

const PROJECT = join(import.meta.dirname, '../..');
const ENTRIES = join(PROJECT, 'functions/payment-webhook');
const SHARED_BY_ALL = new Set(['endpoint.ts', 'handler.ts']);
const PROVIDERS = readdirSync(ENTRIES)
  .filter((file) => !SHARED_BY_ALL.has(file))
  .map((file) => file.replace('.ts', ''));

/** As `infra/constructs/service-function.ts` has them bundled. */
const bundleOf = async (provider: string) => {
  const { metafile } = await build({
    entryPoints: [join(ENTRIES, `${provider}.ts`)],
    absWorkingDir: PROJECT,
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(PROJECT, 'shared/runtime/environment-credentials.ts') },
    write: false,
    outfile: 'index.js',
    metafile: true,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  return { bytes: output?.bytes ?? 0, inputs: Object.keys(metafile.inputs) };
};

/** Room for some growth; what is measured stands in the decisions and in `npm run bench:counts`. */
const MAX_BYTES = 420_000;
const MAX_BYTES_WITH_STRIPE = 600_000;

describe('the webhook functions', () => {
  test('there is one for every provider', () => {
    expect(PROVIDERS.sort()).toEqual(['alipay', 'antom', 'komoju', 'paypal', 'square', 'stripe', 'wechatpay']);
  });

  test.each(PROVIDERS)('%s is loaded with nothing of any other provider, within its bytes', async (provider) => {
    const { bytes, inputs } = await bundleOf(provider);
    const folders = inputs.flatMap((input) => /^shared\/payments\/(\w+)\//.exec(input)?.[1] ?? []);
    expect(new Set(folders)).toEqual(new Set([provider]));
    const sdk = inputs.filter((input) => input.startsWith('node_modules/stripe/'));
    expect(sdk.length > 0).toBe(provider === 'stripe');
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(provider === 'stripe' ? MAX_BYTES_WITH_STRIPE : MAX_BYTES);
  });
});
