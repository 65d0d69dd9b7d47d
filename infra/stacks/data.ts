import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Archive, EventBus, Match } from 'aws-cdk-lib/aws-events';
import { Secret, type SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { CarrierAccount } from '../carrier-accounts.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import type { PaymentAccount } from '../payment-accounts.ts';
import type { StageConfig } from '../stage.ts';

interface DataStackProps extends StackProps {
  readonly config: StageConfig;
}

const ARCHIVE_DAYS = 90;

/** What each secret holds. Lists take a second value while one replaces the other. */
const SECRETS: Readonly<Record<PaymentAccount['provider'] | CarrierAccount['provider'], string | undefined>> = {
  stripe: 'Stripe: {"secretKey":"sk_…","webhookSecrets":["whsec_…"]}',
  paypal: 'PayPal: {"clientId":"…","clientSecrets":["…"],"webhookIds":["…"],"environment":"live"}',
  wechatpay: 'WeChat Pay: {"mchid":"…","appids":["wx…"],"apiv3Keys":["32 bytes"],"keys":{"PUB_KEY_ID_…":"PEM"}}',
  alipay: 'Alipay: {"appId":"…","sellerId":"2088…","publicKeys":["PEM"]}',
  antom: 'Antom: {"clientId":"…","publicKeys":["PEM"]}',
  komoju: 'KOMOJU: {"webhookSecrets":["…"]}',
  square: 'Square: {"signatureKeys":["…"],"notificationUrl":"https://…/v1/webhooks/square"}',
  soracom: 'Soracom: {"authKeyId":"keyId-…","authKey":"secret-…","webhookTokens":["at least 20 characters"]}',
  airalo: 'Airalo: {"clientId":"…","clientSecret":"…"}',
  esimaccess: 'eSIM Access: {"accessCode":"…","secretKey":"…","webhookTokens":["at least 16 characters"]}',
  esimgo: 'eSIM Go: {"apiKeys":["…"]}',
  // Carried out by people, who need no key.
  manual: undefined,
};

/** What must outlive every deployment. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly bus: EventBus;
  /** Keys and webhook secrets of each account that has any, by its name; the operator puts the values in. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Signs what links in messages may do; the operator puts the value in. */
  readonly linkKeys: Secret;

  constructor(scope: Construct, id: string, { config, ...props }: DataStackProps) {
    super(scope, id, props);
    const { removalPolicy, protectFromDeletion, stage } = config;

    this.table = new TableV2(this, 'table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: protectFromDeletion,
      removalPolicy,
      // Codes and counters; nobody relies on when they go.
      timeToLiveAttribute: 'ttl',
      globalSecondaryIndexes: [
        {
          indexName: 'due',
          partitionKey: { name: 'duePk', type: AttributeType.STRING },
          sortKey: { name: 'dueSk', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          indexName: 'review',
          partitionKey: { name: 'reviewPk', type: AttributeType.STRING },
          sortKey: { name: 'reviewSk', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });

    this.bus = new EventBus(this, 'bus', { eventBusName: `keizoku-${stage}` });
    this.bus.applyRemovalPolicy(removalPolicy);
    new Archive(this, 'archive', {
      sourceEventBus: this.bus,
      eventPattern: { source: Match.prefix('keizoku') },
      retention: Duration.days(ARCHIVE_DAYS),
    }).applyRemovalPolicy(removalPolicy);

    this.secrets = new Map(
      [...config.payments, ...config.carriers].flatMap(({ name, provider }) => {
        const description = SECRETS[provider];
        return description === undefined ? [] : [[name, secret(this, name, { description, removalPolicy }, ISSUED)]];
      }),
    );
    this.linkKeys = secret(this, 'link-keys', { description: LINK_KEYS, removalPolicy }, SENT_LINKS);
  }
}

/** The first one signs, both open. */
const LINK_KEYS = 'Links: {"keys":[{"id":"one of 0-9a-z","key":"base64 of 32 random bytes"}]}';

const ISSUED =
  'The other side issues these keys in its console, so nothing here can rotate them. Lists take the next key beside the present one.';
const SENT_LINKS =
  'A key stays for as long as the links that it signed: for more than a year. The list takes the next key beside the present one.';

const secret = (stack: Stack, name: string, props: SecretProps, whyNotRotated: string): Secret => {
  const made = new Secret(stack, name, props);
  acknowledge(made, 'AwsSolutions-SMG4', whyNotRotated);
  return made;
};

/** @throws Error for an account that has none */
export const secretOf = ({ secrets }: DataStack, account: string): string => {
  const secret = secrets.get(account);
  if (!secret) throw new Error(`the account ${account} has no secret`);
  return secret.secretArn;
};
