import type { Stack } from 'aws-cdk-lib';
import type { StageConfig } from '../config.ts';
import { type DataStack, secretOf } from './data.ts';

export interface CarrierAccounts {
  /** The accounts in JSON, for functions that call carriers. */
  readonly environment: string;
  readonly secretArns: readonly string[];
}

export const carrierAccounts = (stack: Stack, { carriers }: StageConfig, data: DataStack): CarrierAccounts => {
  const accounts = carriers.map((account) =>
    // People need no key.
    account.provider === 'manual' ? account : { ...account, secretArn: secretOf(data, account.name) },
  );
  return {
    environment: stack.toJsonString(accounts),
    secretArns: accounts.flatMap((account) => ('secretArn' in account ? account.secretArn : [])),
  };
};
