import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type Problem, problem } from './problem.ts';

/** A catalogue file as it was read. */
export interface Source {
  readonly content: unknown;
  /** What is no YAML; their lines are known already. */
  readonly broken: readonly { readonly line: number; readonly says: string }[];
  /** The line of what stands at a path, or of what is nearest above it. */
  lineOf(path: readonly PropertyKey[]): number;
}

export const readSource = (text: string): Source => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const broken = [...document.errors, ...document.warnings].map(({ message, pos: [start] }) => ({
    line: lineAt(start),
    says: `this is no YAML: ${message.split('\n')[0]}`,
  }));
  return {
    content: broken.length > 0 ? undefined : document.toJS(),
    broken,
    lineOf: (path) => lineAt(offsetOf(document.contents, path)),
  };
};

const offsetOf = (root: Node | null, path: readonly PropertyKey[]): number => {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(key) === String(step));
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) return offset;
      offset = startOf(item) ?? offset;
      node = item;
    } else return offset;
  }
  return offset;
};

const startOf = (node: unknown): number | undefined => {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const [start] = node.range;
  return typeof start === 'number' ? start : undefined;
};

/** `catalogue.yaml:12: what is wrong`, in the order of the file. */
export const told = (file: string, { broken, lineOf }: Source, problems: readonly Problem[]): readonly string[] =>
  [...broken, ...problems.map(({ path, says }) => ({ line: lineOf(path), says }))]
    .sort((a, b) => a.line - b.line)
    .map(({ line, says }) => `${file}:${line}: ${says}`);

export const under = (path: readonly PropertyKey[], problems: readonly Problem[]): readonly Problem[] =>
  problems.map(({ path: inner, says }) => problem([...path, ...inner], says));
