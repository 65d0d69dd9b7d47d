import { CARRIERS, type CarrierName, type Cell } from './outcome.ts';
import { cellOf, type Fault } from './table.ts';

export interface Tried {
  readonly fault: Fault;
  readonly carrier: CarrierName;
  readonly cell: Cell;
  /** For the name of its test. */
  readonly text: string;
}

const tried = new Set<string>();

export const keyOf = ({ fault, carrier }: Pick<Tried, 'fault' | 'carrier'>): string => `${fault} · ${carrier}`;

/** The cells of these faults that can come about, each of which is tried by whoever asks. */
export const cellsOf = (...faults: readonly Fault[]): readonly Tried[] => {
  const cells = faults.flatMap((fault) =>
    CARRIERS.map((carrier) => ({ fault, carrier, cell: cellOf(fault, carrier), text: cellOf(fault, carrier).text })),
  );
  const possible = cells.filter(({ cell }) => cell.kind !== 'impossible');
  for (const cell of possible) tried.add(keyOf(cell));
  return possible;
};

/** Every cell that some test has asked for, once all tests are defined. */
export const triedCells = (): ReadonlySet<string> => tried;
