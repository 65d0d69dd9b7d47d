import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { cancelRenewal } from '../../shared/app/cancel-renewal.ts';
import { askForUsage } from '../../shared/app/carriers/ask-for-usage.ts';
import { carrierGuard } from '../../shared/app/carriers/guard.ts';
import { adviseTrip, comparePlans } from '../../shared/app/compare-plans.ts';
import { lookAgain } from '../../shared/app/look-again.ts';
import { openLink } from '../../shared/app/open-link.ts';
import { orderRenewal } from '../../shared/app/order-renewal.ts';
import { bindLine } from '../../shared/app/own-lines.ts';
import { payAgain } from '../../shared/app/pay-again.ts';
import { previewRenewal } from '../../shared/app/read-lines.ts';
import { connectCarriers } from '../../shared/carriers/connect.ts';
import { remoteKeys } from '../../shared/http/key-set.ts';
import { verifyToken } from '../../shared/http/token.ts';
import { sqsQueue } from '../../shared/outbox/sqs-queue.ts';
import { connectAccounts } from '../../shared/payments/connect.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { linkKeys } from '../../shared/runtime/link-keys.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { carrierAccountsState } from '../../shared/table/carrier-accounts-state.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { renewalApi } from './handler.ts';
import { parseSeller } from './seller.ts';

const env = environment(
  'TABLE_NAME',
  'PAYMENT_ACCOUNTS',
  'CARRIER_ACCOUNTS',
  'PUBLIC_URL',
  'SELLER',
  'TOKEN_ISSUER',
  'TOKEN_AUDIENCE',
  'TOKEN_KEY_SET_URL',
  'USAGE_QUEUE_URL',
  'REQUESTS_PER_SECOND',
  'LINK_KEYS_SECRET_ARN',
);
const secrets = new SecretsManagerClient();
const dynamo = new DynamoDBClient();
const log = powertoolsLog();
const store = dynamoStore(dynamo, env.TABLE_NAME);
const payments = connectAccounts(env.PAYMENT_ACCOUNTS, secrets, clock);
const shared = { ...carrierAccountsState(dynamo, env.TABLE_NAME, clock), jobs: store };
const carriers = connectCarriers(env.CARRIER_ACCOUNTS, secrets, shared, clock);
const selling = { store, carriers, guard: carrierGuard(store, clock), clock, log };
const paying = { ...selling, payments, publicUrl: env.PUBLIC_URL };

export const handler = renewalApi({
  store,
  verify: verifyToken(
    { issuer: env.TOKEN_ISSUER, audience: env.TOKEN_AUDIENCE, keys: remoteKeys(env.TOKEN_KEY_SET_URL, clock) },
    clock,
  ),
  openLink: openLink({ store, keys: cachedSecret(secrets, env.LINK_KEYS_SECRET_ARN, linkKeys, clock), clock }),
  askForUsage: askForUsage({ carriers, usageRefreshes: sqsQueue(new SQSClient(), env.USAGE_QUEUE_URL), clock, log }),
  preview: previewRenewal(selling),
  compare: comparePlans(selling),
  advise: adviseTrip(selling),
  bind: bindLine({ store, accounts: carriers.names, clock }),
  order: orderRenewal(paying),
  payAgain: payAgain(paying),
  cancel: cancelRenewal(paying),
  lookAgain: lookAgain(paying),
  methods: payments.methods,
  requestsPerSecond: Number(env.REQUESTS_PER_SECOND),
  seller: parseSeller(env.SELLER),
  clock,
  log,
});
