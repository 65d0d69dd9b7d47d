import { html } from 'hono/html';

/** Escaped markup: every value put into it was escaped by the template. */
export type Markup = ReturnType<typeof html>;

export const layout = (lang: string, title: string, content: Markup): Markup => html`<!doctype html>
  <html lang="${lang}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <style>
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
        form, .note { max-width: 28rem; }
        fieldset { border: 1px solid; border-radius: 0.5rem; padding: 0.5rem 1rem; }
        label { display: block; padding: 0.5rem 0; }
        button { font: inherit; padding: 0.75rem 1.5rem; margin: 1rem 0.5rem 0 0; border-radius: 0.5rem; border: 1px solid; }
        table { border-collapse: collapse; }
        th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid; }
        .scroll { overflow-x: auto; }
        .price { font-size: 1.5rem; }
        .note { font-size: 0.875rem; }
        .bad { border-left: 0.25rem solid; padding-left: 0.75rem; }
      </style>
    </head>
    <body>
      ${content}
    </body>
  </html>`;
