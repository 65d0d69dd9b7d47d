import { openApiDocument } from './document.ts';

export const DOCUMENT_FILE = new URL('../docs/openapi.json', import.meta.url);

/** What `npm run openapi` writes. */
export const documentText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
