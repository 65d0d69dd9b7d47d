import type { ProviderName } from '../adapter/context.ts';
import { UnusableFolder } from './unusable-folder.ts';

export interface Keys {
  /** `keys/secrets.json`, by provider. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The PEM files, by their names without `.pem`. */
  readonly pem: ReadonlyMap<string, string>;
}

/** The one configuration with a name: both secrets count while one replaces the other. */
const BOTH_SECRETS = 'stripe-two-secrets';

const TOLERANCE_S = 300;

/**
 * What the receiver of a provider is configured with.
 *
 * @throws UnusableFolder
 */
export const receiverConfig = (provider: ProviderName, name: string | undefined, keys: Keys): unknown => {
  const secret = (field: string): string => {
    const value = keys.secrets[provider]?.[field];
    if (typeof value !== 'string') throw new UnusableFolder(`keys/secrets.json has no ${provider}.${field}`);
    return value;
  };
  const pem = (file: string): string => pemOf(keys, file);
  switch (provider) {
    case 'stripe': {
      const secrets = name === BOTH_SECRETS ? [secret('secret'), secret('secret_old')] : [secret('secret')];
      return { secrets, tolerance: TOLERANCE_S };
    }
    case 'paypal':
      return {
        webhook_id: secret('webhook_id'),
        env: 'sandbox',
        trust_roots_pem: pem('paypal-root-ca'),
        intermediates_pem: pem('paypal-intermediate-ca'),
      };
    case 'alipay':
      return { app_id: secret('app_id'), seller_id: secret('seller_id'), public_key_pem: pem('alipay-public') };
    case 'antom':
      return { client_id: secret('client_id'), public_key_pem: pem('antom-public') };
    case 'wechat':
      return {
        mchid: secret('mchid'),
        appid: secret('appid'),
        apiv3_key: secret('apiv3_key'),
        keys: {
          [secret('public_key_id')]: pem('wechat-pubkey-public'),
          [secret('platform_serial')]: pem('wechat-platform-cert'),
        },
      };
    case 'komoju':
      return { secret: secret('secret') };
    case 'square':
      return { signature_key: secret('signature_key'), notification_url: secret('notification_url') };
  }
};

/** @throws UnusableFolder */
export const pemOf = ({ pem }: Keys, file: string): string => {
  const found = pem.get(file);
  if (found === undefined) throw new UnusableFolder(`keys/${file}.pem is missing`);
  return found;
};
