import * as z from 'zod';
import type { Account } from '../deployment.ts';
import type { AwsRequest } from '../gateway/signed-request.ts';
import type { Permission } from './policy.ts';

const parse = <T extends z.ZodType>(schema: T, body: Buffer): z.output<T> =>
  schema.parse(JSON.parse(body.toString('utf8')));

const onTable = z.looseObject({ TableName: z.string(), IndexName: z.string().optional() });
const onTables = z.looseObject({ RequestItems: z.record(z.string(), z.unknown()) });
const reads = z.looseObject({
  TransactItems: z.array(z.looseObject({ Get: z.looseObject({ TableName: z.string() }) })),
});
const writes = z.looseObject({
  TransactItems: z.array(z.record(z.string(), z.looseObject({ TableName: z.string() }))),
});
const onQueue = z.looseObject({ QueueUrl: z.string() });
const events = z.looseObject({ Entries: z.array(z.looseObject({ EventBusName: z.string().default('default') })) });
const onSecret = z.looseObject({ SecretId: z.string() });
const mail = z.looseObject({ FromEmailAddress: z.string(), ConfigurationSetName: z.string().optional() });
const sms = z.looseObject({ OriginationIdentity: z.string(), ConfigurationSetName: z.string().optional() });

/** How a part of a transaction is called where it stands alone. */
const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/**
 * What a caller must be allowed to do for a request (Service Authorization Reference). A request of a kind that is not
 * known here needs a permission that nobody has.
 */
export const permissionsNeeded = (request: AwsRequest, { region, accountId }: Account): readonly Permission[] => {
  const { service, operation, body } = request;
  const arn = (name: string, of = service): string => `arn:aws:${of}:${region}:${accountId}:${name}`;
  switch (service) {
    case 'dynamodb':
      return onTablesNeeded(operation, body, (name) => arn(`table/${name}`));
    case 'sqs': {
      const { QueueUrl } = parse(onQueue, body);
      return [
        {
          action: `sqs:${operation.replace(/Batch$/, '')}`,
          resource: arn(QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)),
        },
      ];
    }
    case 'sns':
      return [
        {
          action: `sns:${operation.replace(/Batch$/, '')}`,
          resource: new URLSearchParams(body.toString('utf8')).get('TopicArn') ?? '',
        },
      ];
    case 'events':
      return parse(events, body).Entries.map(({ EventBusName }) => ({
        action: `events:${operation}`,
        resource: EventBusName.startsWith('arn:') ? EventBusName : arn(`event-bus/${EventBusName}`),
      }));
    case 'secretsmanager':
      return [{ action: `secretsmanager:${operation}`, resource: parse(onSecret, body).SecretId }];
    case 'ses': {
      const { FromEmailAddress, ConfigurationSetName } = parse(mail, body);
      const resources = [
        arn(`identity/${FromEmailAddress}`),
        ...optional(ConfigurationSetName, (name) => arn(`configuration-set/${name}`)),
      ];
      return resources.map((resource) => ({ action: 'ses:SendEmail', resource }));
    }
    case 'sms-voice': {
      const { OriginationIdentity, ConfigurationSetName } = parse(sms, body);
      // Letters name a sender, a plus or digits a number; pools and numbers may also come as their own ids.
      const identity = /^pool-/.test(OriginationIdentity)
        ? 'pool'
        : /^(phone-|\+?\d)/.test(OriginationIdentity)
          ? 'phone-number'
          : 'sender-id';
      const resources = [
        arn(`${identity}/${OriginationIdentity}`),
        ...optional(ConfigurationSetName, (name) => arn(`configuration-set/${name}`)),
      ];
      return resources.map((resource) => ({ action: `sms-voice:${operation}`, resource }));
    }
    default:
      return [{ action: `${service}:${operation}`, resource: '*' }];
  }
};

const onTablesNeeded = (operation: string, body: Buffer, arnOf: (table: string) => string): readonly Permission[] => {
  const action = `dynamodb:${operation}`;
  switch (operation) {
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(parse(onTables, body).RequestItems).map((table) => ({ action, resource: arnOf(table) }));
    case 'TransactGetItems':
      return parse(reads, body).TransactItems.map(({ Get }) => ({
        action: 'dynamodb:GetItem',
        resource: arnOf(Get.TableName),
      }));
    case 'TransactWriteItems':
      return parse(writes, body).TransactItems.flatMap((item) =>
        Object.entries(item).map(([kind, { TableName }]) => ({
          action: `dynamodb:${TRANSACTION_ACTIONS[kind] ?? kind}`,
          resource: arnOf(TableName),
        })),
      );
    default: {
      const { TableName, IndexName } = parse(onTable, body);
      return [{ action, resource: arnOf(TableName) + (IndexName === undefined ? '' : `/index/${IndexName}`) }];
    }
  }
};

const optional = <T>(value: string | undefined, use: (value: string) => T): readonly T[] =>
  value === undefined ? [] : [use(value)];
