import type { Language } from '../../domain/plan/plan.ts';
import { EN } from './en.ts';
import { JA } from './ja.ts';
import { KO } from './ko.ts';
import type { ProblemTexts } from './problem-text.ts';
import { ZH_CN } from './zh-cn.ts';
import { ZH_TW } from './zh-tw.ts';

/** Only for functions that answer people: machines are told in English. */
export const PROBLEM_TEXTS: Readonly<Record<Language, ProblemTexts>> = {
  en: EN,
  ja: JA,
  ko: KO,
  'zh-CN': ZH_CN,
  'zh-TW': ZH_TW,
};
