import { html, raw } from 'hono/html';
import { instant, inZone } from '../../../shared/domain/values/instant.ts';

/** Escaped markup: every value put into it was escaped by the template. */
export type Markup = ReturnType<typeof html>;

const REFRESH_SECONDS = 5;

const STYLE = `
:root { color-scheme: light dark; --paper: #fff; --back: #f2f2f7; --ink: #1c1c1e; --quiet: #6b6b70; --link: #0058d0; --line: #d9d9de; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #2c2c2e; --back: #000; --ink: #f5f5f7; --quiet: #a1a1a8; --link: #6cb4ff; --line: #3a3a3c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
:lang(ja) { font-family: system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", sans-serif; }
:lang(zh-CN) { font-family: system-ui, "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
:lang(zh-TW) { font-family: system-ui, "PingFang TC", "Noto Sans TC", "Noto Sans CJK TC", "Microsoft JhengHei", sans-serif; }
:lang(ko) { font-family: system-ui, "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif; }
header { position: sticky; top: 0; background: var(--paper); border-bottom: 1px solid var(--line); padding: 0.75rem 1rem; }
header h1 { margin: 0; font-size: 1.125rem; overflow-wrap: anywhere; }
header p, .quiet { margin: 0; color: var(--quiet); font-size: 0.8125rem; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem; }
a { color: var(--link); overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 1rem; }
.text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.sms .text { background: var(--paper); border-radius: 0 1.125rem 1.125rem 1.125rem; padding: 0.625rem 0.875rem; margin: 0.25rem 2rem 0.25rem 0; }
.email, .address { background: var(--paper); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem 1rem; }
.email h2 { margin: 0 0 0.25rem; font-size: 1.0625rem; overflow-wrap: anywhere; }
.email .text { margin-top: 0.75rem; }
`;

/** Reads again by itself: a message shows up while one looks. */
export const layout = (title: string, heading: Markup, content: Markup): Markup => html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta http-equiv="refresh" content="${REFRESH_SECONDS}" />
      <title>${title}</title>
      <style>${raw(STYLE)}</style>
    </head>
    <body>
      <header>${heading}</header>
      <main>${content}</main>
    </body>
  </html>`;

/** `2026-10-04 21:05` in Japan. */
export const japanTime = (at: number): string => {
  const local = inZone(instant(at), 'Asia/Tokyo');
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
};
