import { escapeHtml } from '../../shared/runtime/escape-html.ts';
import { code, inline, paragraphs } from './html.ts';
import {
  type Content,
  type MediaType,
  nameIn,
  type OpenApi,
  type Operation,
  type Parameter,
  type Reference,
  type Response,
  type Schema,
} from './openapi.ts';
import { problemLink, typeOf } from './schema-html.ts';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const routesOf = ({ paths }: OpenApi): readonly Route[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      operation ? [{ method: method.toUpperCase(), path, operation }] : [],
    ),
  );

/** Everything about one route. */
export const operationArticle = (document: OpenApi, { method, path, operation }: Route): string => {
  const { operationId, summary, description, security, parameters, requestBody, responses } = operation;
  return `<article id="${escapeHtml(operationId)}">
<h3><span class="method">${escapeHtml(method)}</span> ${code(path)}</h3>
<p><strong>${inline(summary)}.</strong>${security?.length === 0 ? ' Nobody has to log in.' : ''}</p>
${paragraphs(description)}
${parameters ? parameterList(document, parameters) : ''}
${requestBody ? `<h4>Body</h4>${contentHtml(requestBody.content)}` : ''}
<h4>Answers</h4>
<dl>${Object.entries(responses)
    .map(([status, response]) => (response ? responseRow(document, status, response) : ''))
    .join('\n')}</dl>
</article>`;
};

const isReference = (parameter: Parameter | Reference): parameter is Reference => '$ref' in parameter;

const parameterList = ({ components }: OpenApi, parameters: readonly (Parameter | Reference)[]): string => {
  const known = parameters.flatMap((each) =>
    isReference(each) ? (components.parameters[nameIn(each.$ref)] ?? []) : each,
  );
  const rows = known.map(
    ({ name, in: place, required, description, schema }) =>
      `<dt>${code(name)} <span class="type">${escapeHtml(place)}, ${typeOf(schema)}${required ? '' : ', optional'}</span></dt>` +
      `<dd>${inline(description ?? schema.description ?? '')}</dd>`,
  );
  return `<h4>Parameters</h4><dl>${rows.join('')}</dl>`;
};

const responseRow = (document: OpenApi, status: string, { description, content, headers = {} }: Response): string => {
  const problem = content?.['application/problem+json'];
  const told = problem?.schema ? `<ul>${problemItems(document, problem.schema)}</ul>` : inline(description);
  const others = Object.keys(headers).filter((name) => name !== OF_EVERY_ANSWER);
  const beside = others.length > 0 ? `<p>With ${others.map(code).join(', ')}.</p>` : '';
  return `<dt>${escapeHtml(status)}</dt><dd>${told}${beside}${problem ? examples(problem) : contentHtml(content ?? {})}</dd>`;
};

/** Said once at the start. */
const OF_EVERY_ANSWER = 'x-request-id';

const problemItems = (document: OpenApi, schema: Schema): string =>
  (schema.oneOf ?? [schema])
    .flatMap(({ $ref }) => ($ref === undefined ? [] : [`<li>${problemLink(document, nameIn($ref))}</li>`]))
    .join('');

const contentHtml = (content: Content): string =>
  Object.entries(content)
    .map(([type, media]) =>
      media ? `<p>${code(type)}${media.schema ? `: ${typeOf(media.schema)}` : ''}</p>${examples(media)}` : '',
    )
    .join('');

/** Wide ones are scrolled, also with the keyboard. */
const examples = ({ examples: shown = {} }: MediaType): string =>
  Object.values(shown)
    .map((example) =>
      example
        ? `<details><summary>Example: ${inline(example.summary)}</summary><pre tabindex="0">${escapeHtml(JSON.stringify(example.value, null, 2))}</pre></details>`
        : '',
    )
    .join('');
