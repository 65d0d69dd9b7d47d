import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Resource, Stack } from '../../../local/cloud/assembly.ts';
import { type CreateResource, deploy } from '../../../local/cloud/deployment.ts';
import { kind } from '../../../local/cloud/resources/kind.ts';

const account = { region: 'ap-northeast-1', accountId: '000000000000' };

const resource = (Type: string, Properties: Resource['Properties'] = {}, more: Partial<Resource> = {}): Resource => ({
  Type,
  Properties,
  Metadata: {},
  ...more,
});

const stack = (
  name: string,
  Resources: Stack['template']['Resources'],
  outputs: Stack['template']['Outputs'] = {},
): Stack => ({
  name,
  template: { Resources, Outputs: outputs, Parameters: {} },
  assets: new Map(),
});

/** A kind whose resources only remember the order in which they were made and what they were told. */
const things = () => {
  const made: { logicalId: string; name: string; value: unknown }[] = [];
  const thing: CreateResource = kind({ Value: z.unknown().optional() }, async ({ Value }, { logicalId, name }) => {
    made.push({ logicalId, name, value: Value });
    return { ref: `ref-${logicalId}`, attributes: { Arn: `arn-${logicalId}` } };
  });
  const kinds = { create: new Map([['Test::Thing', thing]]), meaningless: new Map([['Test::Nothing', 'a test']]) };
  return { made, kinds };
};

describe('deploying an assembly', () => {
  test('a resource is made after what it refers to, once', async () => {
    const { made, kinds } = things();
    await deploy(
      [
        stack('one', {
          A: resource('Test::Thing', { Value: { 'Fn::GetAtt': ['C', 'Arn'] } }),
          B: resource('Test::Thing', { Value: [{ Ref: 'A' }, { Ref: 'C' }] }),
          C: resource('Test::Thing'),
        }),
      ],
      account,
      kinds,
    );
    expect(made.map(({ logicalId }) => logicalId)).toEqual(['C', 'A', 'B']);
    expect(made.at(1)?.value).toBe('arn-C');
    expect(made.at(2)?.value).toEqual(['ref-A', 'ref-C']);
  });

  test('DependsOn orders what no property mentions', async () => {
    const { made, kinds } = things();
    const Resources = { A: resource('Test::Thing', {}, { DependsOn: ['B'] }), B: resource('Test::Thing') };
    await deploy([stack('one', Resources)], account, kinds);
    expect(made.map(({ logicalId }) => logicalId)).toEqual(['B', 'A']);
  });

  test('a stack reads what another one exports', async () => {
    const { made, kinds } = things();
    const first = stack(
      'data',
      { A: resource('Test::Thing') },
      { Out: { Value: { Ref: 'A' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:a' } } } },
    );
    const second = stack('service', { B: resource('Test::Thing', { Value: { 'Fn::ImportValue': 'data:a' } }) });
    await deploy([first, second], account, kinds);
    expect(made.at(1)).toEqual({ logicalId: 'B', name: 'B', value: 'ref-A' });
  });

  test('a construct path names what it makes', async () => {
    const { made, kinds } = things();
    const Metadata = { 'aws:cdk:path': 'service/workers/activation-worker/Resource' };
    await deploy([stack('one', { A1B2: resource('Test::Thing', {}, { Metadata }) })], account, kinds);
    expect(made[0]?.name).toBe('activation-worker');
  });

  test('what means nothing here is passed over, and may still be referred to', async () => {
    const { made, kinds } = things();
    const Resources = {
      N: resource('Test::Nothing', { Any: 1 }),
      A: resource('Test::Thing', { Value: { 'Fn::GetAtt': ['N', 'Arn'] } }),
    };
    await deploy([stack('one', Resources)], account, kinds);
    expect(made[0]?.value).toBe('arn:aws:local:ap-northeast-1:000000000000:N/Arn');
  });

  test.each<[string, Stack['template']['Resources'], string]>([
    ['an unknown type', { A: resource('Test::Unknown') }, 'A (Test::Unknown): the resource type'],
    ['an unknown property', { A: resource('Test::Thing', { Colour: 1 }) }, 'A (Test::Thing): the property Colour'],
    ['a missing resource', { A: resource('Test::Thing', { Value: { Ref: 'Gone' } }) }, 'Gone'],
    [
      'an unknown attribute',
      { A: resource('Test::Thing', { Value: { 'Fn::GetAtt': ['B', 'Size'] } }), B: resource('Test::Thing') },
      'B.Size',
    ],
    ['a condition', { A: resource('Test::Thing', {}, { Condition: 'IsProd' }) }, 'the condition IsProd'],
    [
      'an import nobody exports',
      { A: resource('Test::Thing', { Value: { 'Fn::ImportValue': 'x' } }) },
      'the import of x',
    ],
  ])('%s is an error that names it', async (_name, Resources, message) => {
    await expect(deploy([stack('one', Resources)], account, things().kinds)).rejects.toThrow(message);
  });
});
