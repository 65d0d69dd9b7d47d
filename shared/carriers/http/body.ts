/**
 * The text of an answer, or `undefined` when it has more than `maxBytes`; the rest is then not read.
 *
 * @throws what the connection throws when it breaks in the middle
 */
export const readBody = async (response: Response, maxBytes: number): Promise<string | undefined> => {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
};
