/** Web addresses in a text, and what stands between them, in order. */
export type TextPart = { readonly kind: 'text' | 'link'; readonly value: string };

/** Characters that an address may hold (RFC 3986), and none of the marks that close a sentence or bracket at its end. */
const LINK = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]*[\w\-~/#=%]/g;

export const textParts = (text: string): readonly TextPart[] => {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: value, index } of text.matchAll(LINK)) {
    parts.push({ kind: 'text', value: text.slice(end, index) }, { kind: 'link', value });
    end = index + value.length;
  }
  return [...parts, { kind: 'text' as const, value: text.slice(end) }].filter(({ value }) => value !== '');
};
