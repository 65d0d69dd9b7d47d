import { expect, test } from '@jest/globals';
import type { Language } from '../../../shared/domain/plan/plan.ts';
import { strangers } from './characters.ts';

test.each<[Language, string, string]>([
  ['zh-TW', '\u7e8c\u671f\u5f8c\u7684\u7db2\u8def', ''],
  [
    'zh-TW',
    '\u7eed\u671f\u540e\u7684\u7f51\u8def\u8d39\u4e3a\u4e70\u9519\u8bef',
    '\u7eed\u7f51\u8d39\u4e3a\u4e70\u9519\u8bef',
  ],
  ['zh-TW', '\u5ef6\u9577,\u6210\u529f\u3001(SIM)', ',\u3001()'],
  ['zh-CN', '\u7eed\u671f\u6210\u529f\uff0cSIM\u5361 1GB\u3002', ''],
  ['zh-CN', '\u7e8c\u671f\u6210\u529f.', '\u7e8c.'],
  ['ja', '\u5ef6\u9577\u3057\u307e\u3057\u305f\u3002\u30c7\u30fc\u30bf', ''],
  ['ja', '\u5ef6\u957f\u3057\u307e\u3057\u305f\uff0c', '\u957f\uff0c'],
  ['ko', '\uc5f0\uc7a5 \uc644\ub8cc: 12/31 24:00(\uc77c\ubcf8\uc2dc\uac04).', ''],
  ['ko', '\uc5f0\uc7a5\uff1a\u5ef6\u9577\u3002', '\uff1a\u5ef6\u9577\u3002'],
  ['en', 'Renewed: \uffe51,980, caf\u00e9', '\u00e9'],
])('given %s text %j, then %j do not belong there', (language, text, foreign) => {
  expect(strangers(text, language)).toBe(foreign);
});
