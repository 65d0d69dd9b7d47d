import type { Language } from '../../../shared/domain/plan/plan.ts';
import { EN } from './en.ts';
import { JA } from './ja.ts';
import type { Words } from './vocabulary.ts';
import { ZH_CN } from './zh-cn.ts';

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, ja: JA, 'zh-CN': ZH_CN };
