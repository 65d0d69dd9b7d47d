import { randomBytes } from 'node:crypto';
import type { Records } from './simulators/records.ts';

/** The brand's accounts at the simulated payment provider and carrier: made once, kept with the state. */
export interface Accounts {
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string };
  readonly soracom: { readonly authKeyId: string; readonly authKey: string };
}

export const accounts = (records: Records): Accounts => {
  const known = records.get<Accounts>('accounts', 'all');
  if (known) return known;
  const random = (): string => randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'x');
  const made: Accounts = {
    stripe: { secretKey: `sk_test_${random()}`, webhookSecret: `whsec_${random()}` },
    soracom: { authKeyId: `keyId-${random()}`, authKey: `secret-${random()}` },
  };
  records.put('accounts', 'all', made);
  return made;
};
