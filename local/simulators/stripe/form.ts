/** A form with bracketed keys: leaves are text, lists have come as `key[0]`, `key[1]` or `key[]`. */
export type FormValue = string | readonly FormValue[] | { readonly [key: string]: FormValue };

interface Branch {
  readonly children: Map<string, Branch | string>;
}

/** Deeper than anything that Stripe's parameters need. */
const MAX_DEPTH = 8;

/** `a[b][0]=c` → `{ a: { b: ['c'] } }` (docs.stripe.com/api: request bodies are form-encoded). */
export const parseForm = (text: string): { readonly [key: string]: FormValue } => {
  const root: Branch = { children: new Map() };
  for (const [key, value] of new URLSearchParams(text)) plant(root, pathOf(key), value);
  return Object.fromEntries([...root.children].map(([key, child]) => [key, harvest(child)]));
};

const pathOf = (key: string): readonly string[] => {
  const head = /^[^[\]]+/.exec(key)?.[0] ?? key;
  const rest = [...key.slice(head.length).matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '');
  return [head, ...rest].slice(0, MAX_DEPTH);
};

const plant = (root: Branch, path: readonly string[], value: string): void => {
  let branch = root;
  path.forEach((step, depth) => {
    const name = step === '' ? String(branch.children.size) : step;
    if (depth === path.length - 1) {
      branch.children.set(name, value);
      return;
    }
    const existing = branch.children.get(name);
    const next: Branch = existing === undefined || typeof existing === 'string' ? { children: new Map() } : existing;
    branch.children.set(name, next);
    branch = next;
  });
};

const harvest = (node: Branch | string): FormValue => {
  if (typeof node === 'string') return node;
  const entries = [...node.children].map(([key, child]): readonly [string, FormValue] => [key, harvest(child)]);
  return entries.every(([key]) => /^\d+$/.test(key)) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
};
