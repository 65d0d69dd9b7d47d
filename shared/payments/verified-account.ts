import { Refusal } from '../errors.ts';
import type { Secret } from '../runtime/secrets.ts';

/**
 * The account as it stood when a secret of it fitted the signature. It is read again once, for a secret may have been
 * added since it was kept.
 *
 * @throws Refusal `bad_signature` when none fits
 */
export const verifiedAccount = async <Account>(
  account: Secret<Account>,
  fits: (account: Account) => boolean | Promise<boolean>,
): Promise<Account> => {
  const present = await account();
  if (await fits(present)) return present;
  const fresh = await account({ refresh: true });
  if (await fits(fresh)) return fresh;
  throw new Refusal('bad_signature');
};
