import * as z from 'zod';
import type { CreateResource } from '../deployment.ts';
import type { Route } from '../http-api/routes.ts';
import { Unsupported } from '../unsupported.ts';
import { flag, kind, meaningless } from './kind.ts';

/** The routes of each HTTP API, filled while the template is read. */
export interface HttpApis {
  readonly apis: ReadonlyMap<string, Route<{ readonly functionArn: string }>[]>;
  readonly kinds: Readonly<Record<string, CreateResource>>;
}

export const httpApis = (): HttpApis => {
  const apis = new Map<string, Route<{ readonly functionArn: string }>[]>();
  const integrations = new Map<string, string>();

  const api = kind(
    {
      Name: z.string(),
      ProtocolType: z.literal('HTTP'),
      Description: meaningless,
      // Nobody else reaches this machine's port.
      DisableExecuteApiEndpoint: meaningless,
      Tags: meaningless,
    },
    async (_given, { logicalId }) => {
      apis.set(logicalId, []);
      return { ref: logicalId, attributes: { ApiId: logicalId, ApiEndpoint: `http://${logicalId}.local` } };
    },
  );

  const integration = kind(
    {
      ApiId: z.string(),
      IntegrationType: z.literal('AWS_PROXY'),
      IntegrationUri: z.string(),
      PayloadFormatVersion: z.literal('2.0'),
      IntegrationMethod: meaningless,
      TimeoutInMillis: meaningless,
    },
    async ({ IntegrationUri }, { logicalId }) => {
      // Either the function's own ARN or the invocation path that contains it.
      const functionArn = /arn:aws:lambda:[^/]*:function:[^/]+/.exec(IntegrationUri)?.[0];
      if (functionArn === undefined) throw new Unsupported(`the integration with ${IntegrationUri}`);
      integrations.set(logicalId, functionArn);
      return { ref: logicalId };
    },
  );

  const route = kind(
    {
      ApiId: z.string(),
      RouteKey: z.string(),
      Target: z.string(),
      AuthorizationType: z.literal('NONE').optional(),
    },
    async ({ ApiId, RouteKey, Target }, { logicalId }) => {
      const functionArn = integrations.get(Target.replace(/^integrations\//, ''));
      if (functionArn === undefined) throw new Unsupported(`the route target ${Target}`);
      apis.get(ApiId)?.push({ key: RouteKey, target: { functionArn } });
      return { ref: logicalId, attributes: { RouteId: logicalId } };
    },
  );

  const stage = kind(
    {
      ApiId: z.string(),
      StageName: z.literal('$default'),
      AutoDeploy: flag.pipe(z.literal(true)),
      DefaultRouteSettings: meaningless,
      AccessLogSettings: meaningless,
      RouteSettings: meaningless,
      Description: meaningless,
      Tags: meaningless,
    },
    async ({ StageName }) => ({ ref: StageName }),
  );

  return {
    apis,
    kinds: {
      'AWS::ApiGatewayV2::Api': api,
      'AWS::ApiGatewayV2::Integration': integration,
      'AWS::ApiGatewayV2::Route': route,
      'AWS::ApiGatewayV2::Stage': stage,
    },
  };
};
