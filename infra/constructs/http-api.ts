import { Aws, Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageConfig } from '../stage.ts';
import { acknowledge } from './acknowledge.ts';
import { peopleAlarm } from './alarm.ts';
import type { ServiceFunction } from './service-function.ts';

/** The routes of one function. */
export interface Routes {
  /** `GET /v1/lines/{lineId}` and so on, or `$default`. */
  readonly keys: readonly string[];
  readonly to: ServiceFunction;
  /** How the function knows whom it lets in: the API itself asks nobody. */
  readonly admits: string;
}

interface PublicApiProps {
  readonly config: StageConfig;
  readonly routes: readonly Routes[];
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

const BURST_FACTOR = 2;
/** One failed answer is retried by whoever asked; as many as this in five minutes are a failure of ours. */
const SERVER_ERRORS = 5;

/** The HTTP API. Tokens are verified in the functions, where a refusal can be explained. */
export class PublicApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { config, routes, ...alarm }: PublicApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'api', {
      apiName: `keizoku-${config.stage}`,
      createDefaultStage: false,
    });
    const accessLog = new LogGroup(this, 'access', {
      retention: config.logRetention,
      removalPolicy: config.removalPolicy,
    });
    new HttpStage(this, 'stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: config.apiRateLimit, burstLimit: config.apiRateLimit * BURST_FACTOR },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // No path and no query: they hold ids of lines.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            route: '$context.routeKey',
            status: '$context.status',
            latencyMs: '$context.responseLatency',
          }),
        ),
      },
    });
    for (const { keys, to, admits } of routes) {
      const integration = new HttpLambdaIntegration(to.node.id, to.function);
      for (const key of keys) {
        const route = new HttpRoute(this, key, {
          httpApi: this.api,
          routeKey: routeKey(key),
          integration,
          authorizer: new HttpNoneAuthorizer(),
        });
        acknowledge(route, 'AwsSolutions-APIG4', admits);
      }
      acknowledge(
        to,
        'Serverless-LambdaDLQ',
        'Only the API calls it, and waits: whoever asked sees the failure and asks again.',
      );
    }
    peopleAlarm(this, 'server-errors', {
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: SERVER_ERRORS,
      ...alarm,
    });
  }

  get url(): string {
    return `https://${this.api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  }
}

const METHODS: Readonly<Record<string, HttpMethod>> = {
  DELETE: HttpMethod.DELETE,
  GET: HttpMethod.GET,
  HEAD: HttpMethod.HEAD,
  POST: HttpMethod.POST,
  PUT: HttpMethod.PUT,
  PATCH: HttpMethod.PATCH,
};

const routeKey = (key: string): HttpRouteKey => {
  if (key === '$default') return HttpRouteKey.DEFAULT;
  const [word = '', path = ''] = key.split(' ', 2);
  const method = METHODS[word];
  if (method === undefined) throw new Error(`no such method in the route ${key}`);
  return HttpRouteKey.with(path, method);
};
