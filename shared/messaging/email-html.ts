import type { Language } from '../domain/plan/plan.ts';
import { escapeHtml } from '../runtime/escape-html.ts';
import { type TextPart, textParts } from './links.ts';

/** The text once more for readers that show HTML: the same words, and links that can be followed. No pictures. */
export const emailHtml = (text: string, language: Language): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body><p>${textParts(text).map(partHtml).join('')}</p></body></html>`;

const partHtml = ({ kind, value }: TextPart): string => {
  const escaped = escapeHtml(value);
  switch (kind) {
    case 'link':
      return `<a href="${escaped}">${escaped}</a>`;
    case 'text':
      return escaped.replaceAll('\n', '<br>');
  }
};
