import { escapeHtml } from '../../shared/runtime/escape-html.ts';

export const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;

/** Of Markdown just what the document uses: code between backticks. */
export const inline = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

/** Paragraphs, parted by empty lines. */
export const paragraphs = (text: string | undefined): string =>
  (text ?? '')
    .split('\n\n')
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${inline(paragraph)}</p>`)
    .join('');
