import { describe, expect, test } from '@jest/globals';
import { ofType, referredIn, synthesized } from './synthesized.ts';

const local = synthesized('local');

const functionNamed = (name: string) => {
  const [, lambda] =
    ofType(local.all, 'AWS::Lambda::Function').find(
      ([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name,
    ) ?? [];
  if (!lambda) throw new Error(`no function ${name}`);
  return lambda;
};

/** The constructs whose secrets a function may read: the service stack knows them by the names of their exports. */
const secretsOf = (name: string): readonly string[] => {
  const role = referredIn(functionNamed(name).Properties.Role)[0] ?? '';
  const statements = ofType(local.all, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => referredIn(Properties.Roles).includes(role))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().includes('secretsmanager:GetSecretValue'));
  const text = JSON.stringify(statements.map(({ Resource }) => Resource));
  return [...text.matchAll(/ExportsOutputRef([a-z]+)[0-9A-F]{8}/g)].map(([, secret = '']) => secret).sort();
};

describe('who may read which secrets of carriers, where there are all', () => {
  test.each([
    ['activation-worker', ['airalo', 'esimaccess', 'esimgo', 'soracom']],
    ['usage-refresher', ['airalo', 'esimaccess', 'esimgo']],
    ['carrier-watch', ['airalo', 'esimaccess', 'esimgo']],
    ['carrier-webhook-soracom', ['soracom']],
    ['carrier-webhook-airalo', ['airalo']],
    ['carrier-webhook-esimaccess', ['esimaccess']],
    ['carrier-webhook-esimgo', ['esimgo']],
  ])('%s: %j', (name, secrets) => {
    expect(secretsOf(name)).toEqual(secrets);
  });

  test('renewal-api: those of carriers beside those of payments, for it asks before anybody pays', () => {
    expect(secretsOf('renewal-api')).toEqual(
      expect.arrayContaining(['airalo', 'esimaccess', 'esimgo', 'soracom', 'stripe', 'paypal']),
    );
  });
});

describe('what functions are told of the accounts', () => {
  test('names, carriers, rates and floors, and where the secret is; for people there is none', () => {
    const told: unknown = functionNamed('activation-worker').Properties.Environment.Variables.CARRIER_ACCOUNTS;
    const text = JSON.stringify(told).replaceAll('\\"', '"');
    for (const fact of ['"provider":"esimaccess"', '"requestsPerSecond":8', '"floatFloor":{"amountE4":'])
      expect(text).toContain(fact);
    expect(text).toContain('{"name":"manual","provider":"manual"}');
    expect(text.match(/"secretArn":/g)).toHaveLength(4);
  });
});

describe('where carriers deliver to', () => {
  const routes = ofType(local.all, 'AWS::ApiGatewayV2::Route')
    .map(([, { Properties }]) => String(Properties.RouteKey))
    .filter((key) => key.includes('carrier-webhooks'));

  test('each account that is no person has an address; Airalo also asks for it with HEAD', () => {
    expect(routes.sort()).toEqual([
      'HEAD /v1/carrier-webhooks/airalo',
      'POST /v1/carrier-webhooks/airalo',
      'POST /v1/carrier-webhooks/esimaccess',
      'POST /v1/carrier-webhooks/esimgo',
      'POST /v1/carrier-webhooks/soracom',
    ]);
  });

  test('an error in any of them rings', () => {
    const counted = ofType(local.all, 'AWS::Logs::MetricFilter').filter(
      ([, { Properties }]) => Properties.MetricTransformations[0].MetricName === 'CarrierWebhookErrors',
    );
    expect(counted).toHaveLength(4);
    local.service.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'CarrierWebhookErrors', Threshold: 1 });
  });
});

test('usage is read five lines at a time, and by no more workers than the stage allows', () => {
  const refresher = ofType(local.all, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === 'usage-refresher',
  );
  const [source] = ofType(local.all, 'AWS::Lambda::EventSourceMapping').filter(([, { Properties }]) =>
    referredIn(Properties.FunctionName).includes(refresher?.[0] ?? ''),
  );
  expect(source?.[1].Properties).toMatchObject({ BatchSize: 5, ScalingConfig: { MaximumConcurrency: 2 } });
});
