import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { announceMaintenance } from '../../shared/app/carriers/maintenance.ts';
import { jobsToDo, takeJobAnswer } from '../../shared/app/manual-jobs.ts';
import { openReview, resolveReview, reviewQueue } from '../../shared/app/reviews.ts';
import { floorOf, parseCarrierAccounts } from '../../shared/carriers/carrier-accounts.ts';
import { remoteKeys } from '../../shared/http/key-set.ts';
import { verifyToken } from '../../shared/http/token.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { staffApi } from './handler.ts';

const env = environment('TABLE_NAME', 'CARRIER_ACCOUNTS', 'TOKEN_ISSUER', 'TOKEN_AUDIENCE', 'TOKEN_KEY_SET_URL');
const accounts = parseCarrierAccounts(env.CARRIER_ACCOUNTS);
const store = dynamoStore(new DynamoDBClient(), env.TABLE_NAME);

export const handler = staffApi({
  verify: verifyToken(
    { issuer: env.TOKEN_ISSUER, audience: env.TOKEN_AUDIENCE, keys: remoteKeys(env.TOKEN_KEY_SET_URL, clock) },
    clock,
  ),
  reviews: reviewQueue(store),
  renewal: store.renewal,
  open: openReview({ store, clock }),
  resolve: resolveReview({ store, clock }),
  reconciliations: store.reconciliations,
  carriers: accounts.map(({ name }) => name),
  floorOf: (account) => floorOf(accounts, account),
  health: store.carrierHealth,
  announceMaintenance: announceMaintenance(store),
  clock,
  jobs: jobsToDo({ store, clock }),
  answerJob: takeJobAnswer({ store, clock }),
  log: powertoolsLog(),
});
