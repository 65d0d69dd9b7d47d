/** Something that is wrong with a catalogue, for whoever wrote it. */
export interface Problem {
  /** Where in the file, from the top: `['plans', 3, 'prices', 0]`. */
  readonly path: readonly PropertyKey[];
  /** What is wrong, and what to write instead. */
  readonly says: string;
}

export const problem = (path: readonly PropertyKey[], says: string): Problem => ({ path, says });

/** Says in a text of its own why a catalogue cannot be used. */
export class WrongCatalogue extends Error {}
