import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { problem } from '../../../shared/http/problem.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const codes = [...readFileSync(join(PROJECT, 'shared/errors.ts'), 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(
  ([, code = '']) => code,
);

describe('the documentation of errors', () => {
  const documented = readFileSync(join(PROJECT, 'docs/api.md'), 'utf8');

  test.each(codes)('%s stands in docs/api.md with its status', (code) => {
    const { statusCode } = problem(code as Parameters<typeof problem>[0], { requestId: 'r' });
    expect(documented).toContain(`| \`${code}\` | ${statusCode} |`);
  });

  test('there are codes to look for', () => {
    expect(codes.length).toBeGreaterThan(15);
  });
});
