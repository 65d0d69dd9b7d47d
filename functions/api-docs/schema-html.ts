import { escapeHtml } from '../../shared/runtime/escape-html.ts';
import { code, inline, paragraphs } from './html.ts';
import { nameIn, type OpenApi, problemCode, type Schema } from './openapi.ts';

/** What every problem has, and the page tells once. */
const OF_EVERY_PROBLEM = new Set(['type', 'title', 'status', 'detail', 'nextStep', 'code', 'requestId']);

export const schemaLink = (name: string): string => linkTo(name, escapeHtml(name));

/** A problem is called by its code. */
export const problemLink = ({ components }: OpenApi, name: string): string => {
  const schema = components.schemas[name];
  return linkTo(name, code((schema && problemCode(schema)) ?? name));
};

const linkTo = (name: string, html: string): string => `<a href="#schema-${escapeHtml(name)}">${html}</a>`;

/** What a value is, in a few words. */
export const typeOf = (schema: Schema): string => {
  if (schema.$ref !== undefined) return schemaLink(nameIn(schema.$ref));
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(' or ');
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants) return 'one of:';
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  return escapeHtml(schema.format ?? schema.type ?? 'anything');
};

/** The fields of an object, and of the objects in it. */
export const fields = (schema: Schema, leftOut: ReadonlySet<string> = new Set()): string => {
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants) return variants.map((variant) => `<div class="variant">${fields(variant)}</div>`).join('');
  if (schema.items) return fields(schema.items);
  const shown = Object.entries(schema.properties ?? {}).filter(([name]) => !leftOut.has(name));
  if (shown.length === 0) return '';
  const required = new Set(schema.required);
  const rows = shown.flatMap(([name, field]) => (field ? [row(name, field, required.has(name))] : []));
  return `<dl class="fields">${rows.join('')}</dl>`;
};

const row = (name: string, field: Schema, isRequired: boolean): string =>
  `<dt>${code(name)} <span class="type">${typeOf(field)}${isRequired ? '' : ', optional'}</span></dt>` +
  `<dd>${field.description === undefined ? '' : inline(field.description)}${field.$ref === undefined ? fields(field) : ''}</dd>`;

/** Every schema that has a name, but for the problems. */
export const schemaSections = ({ components }: OpenApi): string =>
  Object.entries(components.schemas)
    .filter(([, schema]) => problemCode(schema) === undefined)
    .map(
      ([name, schema]) =>
        `<section id="schema-${escapeHtml(name)}"><h3>${escapeHtml(name)}</h3>${paragraphs(schema.description)}${fields(schema)}</section>`,
    )
    .join('\n');

/** Every problem with its status, what it says, and what it tells beside. */
export const problemList = ({ components }: OpenApi): string => {
  const problems = Object.entries(components.schemas).flatMap(([name, schema]) => {
    const problem = problemCode(schema);
    if (problem === undefined) return [];
    const status = String(schema.properties?.['status']?.const ?? '');
    return [
      `<dt id="schema-${escapeHtml(name)}">${code(problem)} ${escapeHtml(status)}</dt>` +
        `<dd>${inline(schema.description ?? '')}${fields(schema, OF_EVERY_PROBLEM)}</dd>`,
    ];
  });
  return `<dl>${problems.join('\n')}</dl>`;
};
