import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** An answer as it came over the wire, or as a function gave it. */
export interface AnswerToCheck {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: unknown;
}

interface Response {
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

const NAME = 'openapi.json';
const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, NAME);

const pointer = (...steps: readonly string[]): string =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

const problemsAt = (at: string, value: unknown): readonly string[] => {
  const validate = ajv.getSchema(`${NAME}#${at}`);
  if (!validate) throw new Error(`no schema at ${at}`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || 'body'} ${message} ${JSON.stringify(params)}`,
  );
};

/** The documented path that a path is one of; a path without parameters comes before those with some. */
export const documentedPath = (path: string): string | undefined =>
  Object.keys(document.paths)
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .find((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path));

/**
 * In what an answer differs from the OpenAPI document: an operation, a status, a content type, a header or a field that
 * is not documented, or one that is and is missing.
 */
export const differences = (method: string, path: string, answer: AnswerToCheck): readonly string[] => {
  const template = documentedPath(path);
  const name = method.toLowerCase();
  if (template === undefined || document.paths[template][name] === undefined) return nowhere(answer);
  const responses: Readonly<Record<string, Response>> = document.paths[template][name].responses;
  const status = [String(answer.status), `${Math.trunc(answer.status / 100)}XX`].find((key) => responses[key]);
  if (status === undefined) return [`the status ${answer.status} is not documented`];
  const { headers = {}, content } = responses[status] ?? {};
  return [
    ...Object.entries(headers).flatMap(([header, { $ref }]) => {
      const value = answer.header(header);
      return value === undefined
        ? [`the header ${header} is missing`]
        : problemsAt(`${$ref.slice(1)}/schema`, value).map((problem) => `${header}: ${problem}`);
    }),
    ...(content && method !== 'HEAD'
      ? ofContent(content, ['paths', template, name, 'responses', status, 'content'], answer)
      : ofNothing(answer)),
  ];
};

/** An address that is none. */
const nowhere = ({ status, body }: AnswerToCheck): readonly string[] =>
  status === 404 && (body as { code?: unknown } | null)?.code === 'not_found'
    ? problemsAt('/components/schemas/NotFound', body)
    : [`no such operation, and the answer is ${status}`];

const ofNothing = ({ body }: AnswerToCheck): readonly string[] =>
  body === undefined || body === '' ? [] : ['a body that is not documented'];

const ofContent = (
  content: NonNullable<Response['content']>,
  at: readonly string[],
  { header, body }: AnswerToCheck,
): readonly string[] => {
  const [type = ''] = (header('content-type') ?? '').split(';', 1);
  if (content[type] === undefined) return [`the content type ${type || '(none)'} is not documented`];
  return problemsAt(pointer(...at, type, 'schema'), body);
};

/** @throws Error that says in what an answer differs from the document */
export const expectDocumented = (method: string, path: string, answer: AnswerToCheck): void => {
  const found = differences(method, path, answer);
  if (found.length > 0)
    throw new Error(
      `${method} ${path} answers ${answer.status} otherwise than docs/openapi.json says:\n${found.join('\n')}\n${JSON.stringify(answer.body)}`,
    );
};
