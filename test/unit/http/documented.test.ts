import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import {
  lineAnswer,
  plansAnswer,
  previewAnswer,
  receiptAnswer,
  renewalAnswer,
} from '../../../functions/renewal-api/answers.ts';
import { carriersAnswer, jobsAnswer, reconciliationsAnswer } from '../../../functions/staff-api/answers.ts';
import { problem } from '../../../shared/http/problem.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const codes = [...readFileSync(join(PROJECT, 'shared/errors.ts'), 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(
  ([, code = '']) => code,
);

describe('the documentation of errors', () => {
  const documented = readFileSync(join(PROJECT, 'docs/api.md'), 'utf8');

  test.each(codes)('%s stands in docs/api.md with its status', (code) => {
    const { statusCode } = problem(code as Parameters<typeof problem>[0], 'r');
    expect(documented).toContain(`| \`${code}\` | ${statusCode} |`);
  });

  test('there are codes to look for', () => {
    expect(codes.length).toBeGreaterThan(15);
  });
});

describe('the examples', () => {
  const examples = [
    ...readFileSync(join(PROJECT, 'docs/api.md'), 'utf8').matchAll(/^## `(GET [^`?]+).*?\n```json\n(.*?)\n```/gms),
  ].map(([, route = '', text = '']): [string, string] => [route, text]);
  const answers = {
    'GET /v1/lines/{lineId}': lineAnswer,
    'GET /v1/lines/{lineId}/plans': plansAnswer,
    'GET /v1/lines/{lineId}/preview': previewAnswer,
    'GET /v1/renewals/{renewalId}': renewalAnswer,
    'GET /v1/renewals/{renewalId}/receipt': receiptAnswer,
    'GET /v1/activation-jobs': jobsAnswer,
    'GET /v1/carriers': carriersAnswer,
    'GET /v1/reconciliations': reconciliationsAnswer,
  };

  test('there is one of every answer', () => {
    expect(examples.map(([route]) => route).sort()).toEqual(Object.keys(answers).sort());
  });

  test.each(examples)('%s answers like that', (route, text) => {
    expect(() => z.parse(answers[route as keyof typeof answers], JSON.parse(text))).not.toThrow();
  });
});
