import { describe, expect, test } from '@jest/globals';
import { evaluate, type Scope } from '../../../local/cloud/intrinsics.ts';

const scope: Scope = {
  ref: async (name) => `ref(${name})`,
  attribute: async (logicalId, attribute) => `att(${logicalId}.${attribute})`,
  importValue: async (name) => `import(${name})`,
};

describe('intrinsic functions', () => {
  test.each<[string, unknown, unknown]>([
    ['a plain value', { a: [1, 'b', true, null] }, { a: [1, 'b', true, null] }],
    ['Ref', { Ref: 'Queue' }, 'ref(Queue)'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'att(Queue.Arn)'],
    ['GetAtt as a text', { 'Fn::GetAtt': 'Nested.Outputs.Arn' }, 'att(Nested.Outputs.Arn)'],
    ['Join of nested functions', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref(B)-3'],
    ['Join with a function that answers a list', { 'Fn::Join': ['/', { 'Fn::Split': [':', 'x:y'] }] }, 'x/y'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': [':', { Ref: 'X' }] }] }, undefined],
    ['Sub', { 'Fn::Sub': 'a ${B} ${C.Arn} ${!D}' }, 'a ref(B) att(C.Arn) ${D}'],
    ['Sub with own variables', { 'Fn::Sub': ['${own}${B}', { own: { Ref: 'O' } }] }, 'ref(O)ref(B)'],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Stack}' } }, 'import(ref(Stack))'],
  ])('%s', async (_name, given, expected) => {
    // Select finds nothing at position 1 of a text without a colon: that is an error, tested below.
    if (expected === undefined) return expect(evaluate(given, scope)).rejects.toThrow('Fn::Select');
    expect(await evaluate(given, scope)).toEqual(expected);
  });

  test('AWS::NoValue takes its property and its list entry away', async () => {
    const nothing = { Ref: 'AWS::NoValue' };
    expect(await evaluate({ a: nothing, b: [1, nothing, 2], c: { d: nothing } }, scope)).toEqual({ b: [1, 2], c: {} });
  });

  test.each(['Fn::If', 'Fn::FindInMap', 'Fn::Cidr'])('%s is an error that names it', async (name) => {
    await expect(evaluate({ deep: [{ [name]: [] }] }, scope)).rejects.toThrow(name);
  });

  test('a text is needed where a text is joined', async () => {
    await expect(evaluate({ 'Fn::Join': ['', [{ a: 1, b: 2 }]] }, scope)).rejects.toThrow('no text');
  });
});
