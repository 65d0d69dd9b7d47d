import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { GUIDE_FILE, guideText } from '../../../openapi/api-guide.ts';
import { OPERATIONS } from '../../../openapi/document.ts';
import { DOCUMENT_FILE, documentText } from '../../../openapi/file.ts';
import { PARAMETERS } from '../../../openapi/parameters.ts';
import { problemsOf } from '../../../openapi/paths.ts';
import { isLineId, isRenewalId } from '../../../shared/domain/values/ids.ts';
import { EN } from '../../../shared/http/problem-texts/en.ts';

const document = JSON.parse(documentText());

/** Told to payment providers alone, in their own words. */
const NOT_A_PROBLEM_DOCUMENT = ['unknown_payment'];

describe('the OpenAPI document', () => {
  test('docs/openapi.json is what `npm run openapi` writes', () => {
    expect(readFileSync(DOCUMENT_FILE, 'utf8') === documentText()).toBe(true);
  });

  test('docs/api.md shows the examples', () => {
    const guide = readFileSync(GUIDE_FILE, 'utf8');
    expect(guide === guideText()).toBe(true);
    expect([...guide.matchAll(/^## `GET [^`]+`(?:(?!^## ).)*?^```json$/gms)].length).toBeGreaterThan(5);
  });

  test('the linter has nothing to say', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        'no-invalid-media-type-examples': 'error',
        'no-invalid-parameter-examples': 'error',
        // What takes nothing and is there for everybody refuses nothing.
        'operation-4xx-response': 'off',
      },
    });
    const found = await lintFromString({
      source: documentText(),
      absoluteRef: fileURLToPath(DOCUMENT_FILE),
      config,
    });
    expect(found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
  });

  test('the linter would have', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const source = JSON.stringify({ ...document, security: [{ nobody: [] }] });
    const found = await lintFromString({ source, absoluteRef: fileURLToPath(DOCUMENT_FILE), config });
    expect(found.map(({ ruleId }) => ruleId)).toContain('security-defined');
  });

  test('every code of a problem is told by some route', () => {
    const told = new Set<string>(OPERATIONS.flatMap(problemsOf));
    const untold = Object.keys(EN).filter((code) => !told.has(code));
    expect(untold).toEqual(NOT_A_PROBLEM_DOCUMENT);
  });

  test.each([
    ['lineId', isLineId, 'MEJP00000001', 'MEJP0000000'],
    ['renewalId', isRenewalId, 'MEJP000000010VPTKFQ04NBPQVA6', 'MEJP000000010VPTKFQ04NBPQVAI'],
  ] as const)('%s has the shape that is looked for', (name, isOne, one, none) => {
    const pattern = new RegExp(PARAMETERS[name].schema.pattern);
    expect([one, none].map((text) => pattern.test(text))).toEqual([one, none].map(isOne));
    expect(isOne(one)).toBe(true);
  });

  test('every object of an answer is closed', () => {
    const open: string[] = [];
    const look = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('properties' in value && (value as { additionalProperties?: unknown }).additionalProperties !== false)
        open.push(at);
      for (const [name, inner] of Object.entries(value)) look(inner, `${at}/${name}`);
    };
    look(document.components.schemas, '');
    expect(open).toEqual([]);
  });
});
