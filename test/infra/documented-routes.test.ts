import { expect, test } from '@jest/globals';
import { OPERATIONS } from '../../openapi/document.ts';
import { ofType, synthesized } from './synthesized.ts';

test.each(['local', 'prod'])('the routes of %s are those of the OpenAPI document', (stage) => {
  const routes = ofType(synthesized(stage).all, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) =>
    String(Properties.RouteKey).replace(/(?<=webhooks\/).+$/, '{account}'),
  );
  // In production no account is at the carrier that asks whether its address is there.
  const documented = OPERATIONS.map(({ key }) => key).filter((key) => stage === 'local' || !key.startsWith('HEAD '));
  expect([...new Set(routes)].sort()).toEqual(['$default', ...documented].sort());
});
