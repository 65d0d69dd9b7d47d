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
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

interface DataStackProps extends StackProps {
  readonly config: StageConfig;
}

const ARCHIVE_DAYS = 90;

/** What must outlive every deployment. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly bus: EventBus;
  /** The key and webhook secrets of the Stripe account; the operator puts the value in. */
  readonly stripe: Secret;
  /** The key of the Soracom account; the operator puts the value in. */
  readonly soracom: Secret;

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
      globalSecondaryIndexes: [
        {
          indexName: 'due',
          partitionKey: { name: 'duePk', type: AttributeType.STRING },
          sortKey: { name: 'dueSk', type: AttributeType.STRING },
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

    this.stripe = new Secret(this, 'stripe', {
      description: 'Stripe: {"secretKey":"sk_…","webhookSecrets":["whsec_…"]}, two webhook secrets during rotation',
      removalPolicy,
    });
    this.soracom = new Secret(this, 'soracom', {
      description: 'Soracom: {"authKeyId":"keyId-…","authKey":"secret-…","apiUrl":"https://api.soracom.io/v1"}',
      removalPolicy,
    });
  }
}
