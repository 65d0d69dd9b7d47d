import { readFileSync } from 'node:fs';
import { OPERATIONS } from './document.ts';
import { examplesOf } from './examples.ts';

/** What is written by hand about the interface, with the recorded answers in it. */
export const GUIDE_FILE = new URL('../docs/api.md', import.meta.url);

const WIDTH = 120;
/** A heading that names a route, up to the first answer under it. */
const SHOWN = /^(## `(?<key>[A-Z]+ [^`?]+)(?:(?!^## ).)*?^```json\n)(?:.*?)(?=^```$)/gms;

/** The guide with the first answer that the examples have of each route under the heading of that route. */
export const guideText = (): string =>
  readFileSync(GUIDE_FILE, 'utf8').replaceAll(SHOWN, (_all, before: string, key: string) => {
    const operation = OPERATIONS.find((each) => each.key === key);
    const example = examplesOf(operation?.id ?? '').find(({ status }) => status < 300);
    if (!example) throw new Error(`docs/api.md shows an answer of ${key}, and there is no example of it`);
    return `${before}${compact(example.answer, 0)}\n`;
  });

/** JSON in as few lines as fit. */
const compact = (value: unknown, indent: number): string => {
  const line = oneLine(value);
  if (typeof value !== 'object' || value === null || indent + line.length <= WIDTH) return line;
  const inner = indent + 2;
  const parts = Array.isArray(value)
    ? value.map((each) => compact(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${compact(each, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${filled(parts, inner)}\n${' '.repeat(indent)}${close}`;
};

const oneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${oneLine(each)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
};

const filled = (parts: readonly string[], indent: number): string => {
  const lines: string[] = [];
  for (const [index, part] of parts.entries()) {
    const text = index < parts.length - 1 ? `${part},` : part;
    const last = lines.at(-1);
    const joined = `${last} ${text}`;
    const fits = last !== undefined && !/[\n]/.test(joined) && indent + joined.length <= WIDTH;
    if (fits) lines[lines.length - 1] = joined;
    else lines.push(text);
  }
  return lines.map((line) => ' '.repeat(indent) + line).join('\n');
};
