import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import type { Markup } from '../payment-provider/layout.ts';

const SIDE = 16;

/** Looks like a code to scan and is none: the buttons beside it do what an app would. */
export const qrCode = (text: string): Markup => {
  const bits = createHash('sha256').update(text).digest();
  const cells = Array.from({ length: SIDE * SIDE }, (_, index) => index).filter(
    (index) => ((bits[index >> 3] ?? 0) >> (index & 7)) & 1,
  );
  return html`<svg role="img" aria-label="QR" viewBox="0 0 ${SIDE} ${SIDE}" width="160" height="160">
    ${cells.map((index) => html`<rect x="${index % SIDE}" y="${Math.floor(index / SIDE)}" width="1" height="1" />`)}
  </svg>`;
};
