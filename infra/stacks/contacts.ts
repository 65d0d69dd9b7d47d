import { Duration, type Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Routes } from '../constructs/http-api.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StageConfig } from '../stage.ts';
import type { DataStack } from './data.ts';

interface Surroundings {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly messages: ITopic;
  /** How tokens of travellers are verified. */
  readonly token: Readonly<Record<string, string>>;
}

/** Ends within API Gateway's 30 seconds, so that a caller gets our answer and not the gateway's. */
const API_TIMEOUT = Duration.seconds(29);
const READ_SECRET = ['secretsmanager:GetSecretValue'];

const CONTACT_ROUTES = [
  'GET /v1/lines/{lineId}/contacts',
  'PUT /v1/lines/{lineId}/contacts/{channel}',
  'POST /v1/lines/{lineId}/contacts/{channel}/verification',
  'PUT /v1/lines/{lineId}/contacts/{channel}/subscription',
  'DELETE /v1/lines/{lineId}/contacts/{channel}',
  'PUT /v1/lines/{lineId}/language',
];
const LINK_ROUTES = ['GET /u/{token}', 'POST /u/{token}'];

const TOKENS = "The function verifies the traveller's token against the issuer's keys, and whose line it is.";
const LINKS =
  'The link holds a token that only we can sign. It can unsubscribe one channel of one line, and nothing else.';

/** How travellers are reached: what they set when they are logged in, and the links of messages. */
export const addContacts = (stack: Stack, { config, data, messages, token }: Surroundings): readonly Routes[] => {
  const { table, linkKeys } = data;
  const onTable = { TABLE_NAME: table.tableName };
  const keys = { LINK_KEYS_SECRET_ARN: linkKeys.secretArn };

  const contacts = new ServiceFunction(stack, 'contacts-api', {
    config,
    timeout: API_TIMEOUT,
    environment: {
      ...onTable,
      ...keys,
      ...token,
      MESSAGE_TOPIC_ARN: messages.topicArn,
      SMS_POLICY: stack.toJsonString(config.sms),
    },
  });
  contacts.allow(
    ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    table.tableArn,
  );
  contacts.allow(READ_SECRET, linkKeys.secretArn);
  contacts.allow(['sns:Publish'], messages.topicArn);

  const links = new ServiceFunction(stack, 'unsubscribe', {
    config,
    timeout: API_TIMEOUT,
    environment: { ...onTable, ...keys },
  });
  links.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn);
  links.allow(READ_SECRET, linkKeys.secretArn);

  return [
    { keys: CONTACT_ROUTES, to: contacts, admits: TOKENS },
    { keys: LINK_ROUTES, to: links, admits: LINKS },
  ];
};
