/** Counts by name. */
export interface Tally {
  add(name: string): void;
  of(name: string): number;
  /** By name. */
  all(): readonly (readonly [name: string, count: number])[];
}

export const tally = (): Tally => {
  const counts = new Map<string, number>();
  return {
    add: (name) => void counts.set(name, (counts.get(name) ?? 0) + 1),
    of: (name) => counts.get(name) ?? 0,
    all: () => [...counts].sort(([a], [b]) => a.localeCompare(b)),
  };
};
