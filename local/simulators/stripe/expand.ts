/** Stripe's objects as its API shows them in version `2026-10-28.endive`, with the fields that our methods fill. */
export type StripeObject = Readonly<Record<string, unknown>>;

/** Paths that a request asked to be objects instead of ids (docs.stripe.com/api/expanding_objects). */
export type Expand = readonly string[];

export const expandInside = (expand: Expand, path: string): Expand =>
  expand.filter((entry) => entry.startsWith(`${path}.`)).map((entry) => entry.slice(path.length + 1));

export const isExpanded = (expand: Expand, path: string): boolean =>
  expand.some((entry) => entry === path || entry.startsWith(`${path}.`));

export const expandOf = (parameters: Readonly<Record<string, unknown>>): Expand => {
  const asked = parameters['expand'];
  return Array.isArray(asked) ? asked.filter((path) => typeof path === 'string') : [];
};
