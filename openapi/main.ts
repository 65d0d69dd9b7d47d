import { writeFileSync } from 'node:fs';
import { DOCUMENT_FILE, documentText } from './file.ts';

writeFileSync(DOCUMENT_FILE, documentText());
