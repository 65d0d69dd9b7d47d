import { writeFileSync } from 'node:fs';
import { GUIDE_FILE, guideText } from './api-guide.ts';
import { DOCUMENT_FILE, documentText } from './file.ts';

writeFileSync(DOCUMENT_FILE, documentText());
writeFileSync(GUIDE_FILE, guideText());
