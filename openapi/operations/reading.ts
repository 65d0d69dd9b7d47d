import { type DocumentedAnswer, json } from '../operation.ts';
import type { SchemaName } from '../schemas.ts';

/** What a reader is answered who may have it already. */
export const read = (description: string, schema: SchemaName): readonly DocumentedAnswer[] => [
  {
    status: 200,
    description,
    content: json(schema),
    headers: ['content-language', 'etag', 'ratelimit-policy'],
  },
  { status: 304, description: 'You have it already.', headers: ['etag', 'ratelimit-policy'] },
];

/** What somebody is answered who has changed it. */
export const changed = (description: string, schema: SchemaName): readonly DocumentedAnswer[] => [
  { status: 200, description, content: json(schema), headers: ['content-language', 'ratelimit-policy'] },
];
