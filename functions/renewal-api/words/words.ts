import type { Language } from '../../../shared/domain/plan/plan.ts';
import { EN } from './en.ts';
import { JA } from './ja.ts';
import { KO } from './ko.ts';
import type { Words } from './vocabulary.ts';
import { ZH_CN } from './zh-cn.ts';
import { ZH_TW } from './zh-tw.ts';

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, ja: JA, ko: KO, 'zh-CN': ZH_CN, 'zh-TW': ZH_TW };
