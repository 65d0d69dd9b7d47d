/** How a text travels as SMS (3GPP TS 23.038 for the alphabets, TS 23.040 for parts of a long text). */
export interface SmsSegments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Septets in GSM-7, 16-bit units in UCS-2. */
  readonly units: number;
  /** Each is sent and paid on its own. */
  readonly segments: number;
}

/** TS 23.038, 6.2.1: one septet each. */
const BASIC: ReadonlySet<string> = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** TS 23.038, 6.2.1.1: an escape before each, so two septets. */
const EXTENSION: ReadonlySet<string> = new Set('\f^{}\\[~]|€');

/** 140 octets a message; a text in parts gives six of them to the header that joins it again. */
const LIMITS = { 'GSM-7': { whole: 160, part: 153 }, 'UCS-2': { whole: 70, part: 67 } } as const;

/** An empty text is one empty message. */
export const smsSegments = (text: string): SmsSegments => {
  const characters = [...text];
  const encoding = characters.every((character) => BASIC.has(character) || EXTENSION.has(character))
    ? 'GSM-7'
    : 'UCS-2';
  const sizes = characters.map((character) =>
    encoding === 'UCS-2' ? character.length : EXTENSION.has(character) ? 2 : 1,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { whole, part } = LIMITS[encoding];
  return { encoding, units, segments: units <= whole ? 1 : partsOf(sizes, part) };
};

/** A character of two units is never split between parts, so a part may close one unit short. */
const partsOf = (sizes: readonly number[], limit: number): number => {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > limit) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
};
