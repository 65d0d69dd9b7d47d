import document from '../../docs/openapi.json' with { type: 'json' };
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { apiDocs } from './handler.ts';

export const handler = apiDocs({ document, log: powertoolsLog() });
