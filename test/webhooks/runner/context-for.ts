import type { FixtureOrder, ReceiverContext } from '../adapter/context.ts';
import type { Defaults, Fixture, Folder } from './folder.ts';
import { receiverConfig } from './receiver-config.ts';

/** A receiver's surroundings as the fixture describes them; `certFetches` counts the certificates it asked for. */
export const contextFor = (folder: Folder, fixture: Fixture) => {
  const { provider, clock, config, order, provider_api: described = {} } = fixture;
  const certificates = fixture.cert_fetch ?? ('steps' in fixture ? fixture.steps[0]?.cert_fetch : undefined) ?? {};
  let certFetches = 0;
  const context: ReceiverContext = {
    provider,
    clock,
    config: { [provider]: receiverConfig(provider, config, folder.keys) },
    order: orderOf(folder.defaults, provider, order),
    async fetchCert(url) {
      certFetches += 1;
      const served = Object.hasOwn(certificates, url) ? certificates[url] : undefined;
      if (served === undefined) return { status: 404, body: '' };
      if (typeof served === 'string')
        return { status: 200, body: folder.keys.pem.get(served.replace(/\.pem$/, '')) ?? '' };
      return { status: served.status, body: served.body ?? '' };
    },
    async api(method, path) {
      const line = `${method} ${path}`;
      return (Object.hasOwn(described, line) ? described[line] : undefined) ?? { status: 404, json: {} };
    },
  };
  return { context, certFetches: () => certFetches };
};

/** WeChat Pay and Alipay take yuan, all others yen. */
export const orderOf = (
  defaults: Defaults,
  provider: Fixture['provider'],
  order: Fixture['order'],
): FixtureOrder | null => {
  if (order === null) return null;
  const price = provider === 'alipay' || provider === 'wechat' ? defaults.cny : defaults.jpy;
  const { id = defaults.order_id, ...changed } = order === 'default' ? {} : order;
  const { amount = price.amount, currency = price.currency, status = 'unpaid' } = changed;
  return { ...changed, id, amount, currency, status };
};
