import { describe, expect, test } from '@jest/globals';
import { readSettings, requireNode } from '../../../local/settings.ts';

describe('settings of the local cloud', () => {
  test('defaults', () => {
    expect(readSettings({}, [], '/project')).toEqual({ port: 4242, home: '/project/.keizoku', fresh: false });
  });

  test('PORT, KEIZOKU_HOME and --fresh', () => {
    expect(readSettings({ PORT: '5000', KEIZOKU_HOME: '/tmp/x' }, ['--fresh'], '/project')).toEqual({
      port: 5000,
      home: '/tmp/x',
      fresh: true,
    });
  });

  test.each([
    [{ PORT: 'abc' }, [], 'PORT must be a number'],
    [{ PORT: '70000' }, [], 'PORT must be a number'],
    [{ PORT: '0' }, [], 'PORT must be a number'],
    [{ KEIZOKU_HOME: ' ' }, [], 'KEIZOKU_HOME must name a folder'],
    [{}, ['--frseh'], 'Unknown option --frseh'],
  ])('%j %j is refused in one sentence', (environment, words, message) => {
    expect(() => readSettings(environment, words, '/project')).toThrow(message);
  });

  test('an older Node is refused, with what to do', () => {
    expect(() => requireNode('v20.20.2')).toThrow('Node 24 is needed and this is v20.20.2');
    expect(() => requireNode('v24.0.0')).not.toThrow();
    expect(() => requireNode('v26.1.0')).not.toThrow();
  });
});
