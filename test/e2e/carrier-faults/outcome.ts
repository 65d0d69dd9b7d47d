/** Soracom is of class A, Airalo and eSIM Access of class B, eSIM Go of class C; people are a carrier without an API. */
export const CARRIERS = ['soracom', 'airalo', 'esimaccess', 'esimgo', 'manual'] as const;
export type CarrierName = (typeof CARRIERS)[number];

/** What is looked at after each fault, in words, so that a difference can be read. */
export interface Seen {
  /** Its status and reason; `not sold` and the code where no order came about. */
  readonly renewal: string;
  /** Calls that would activate, carried out or not. */
  readonly called: number;
  /** By the carrier's own record. */
  readonly record: string;
  /** As the traveller sees it. */
  readonly line: string;
  readonly refunded: string;
  /** The subjects of what the traveller was sent. */
  readonly told: readonly string[];
  readonly receipt: string;
}

/** What one fault at one carrier leads to. */
export type Cell =
  | { readonly kind: 'renewal'; readonly text: string; readonly expected: Seen }
  /** For faults that concern figures, and no renewal. */
  | { readonly kind: 'figure'; readonly text: string }
  | { readonly kind: 'impossible'; readonly text: string };

/** @throws Error for a cell that is not about a renewal */
export const expectedIn = (cell: Cell): Seen => {
  if (cell.kind !== 'renewal') throw new Error(`nothing is seen of a renewal where it is ${cell.text}`);
  return cell.expected;
};

const times = (count: number): string =>
  ['not called', 'called once', 'called twice'][count] ?? `called ${count} times`;

interface Calls {
  readonly called: number;
}

/** Renewed, with one change of the carrier's record and an end as it was promised. */
export const active = ({ called }: Calls): Cell => ({
  kind: 'renewal',
  text: `active, ${times(called)}`,
  expected: {
    renewal: 'active',
    called,
    record: '1 change, ends as promised',
    line: 'ends as promised',
    refunded: 'nothing',
    told: ['Your SIM is renewed'],
    receipt: 'confirmed by the carrier',
  },
});

/** Two of one line, both counted: what is looked at is the line after the second one. */
export const bothActive = (): Cell => {
  const cell = active({ called: 2 });
  return cell.kind === 'renewal'
    ? {
        ...cell,
        text: 'both active, called twice',
        expected: {
          ...cell.expected,
          record: '2 changes, ends as promised',
          told: [...cell.expected.told, ...cell.expected.told],
        },
      }
    : cell;
};

/** The money is back, and nothing has changed anywhere. */
export const refunded = (reason: string, { called }: Calls): Cell => ({
  kind: 'renewal',
  text: `refunded (${reason}), ${times(called)}`,
  expected: {
    renewal: `refunded: ${reason}`,
    called,
    record: '0 changes, ends as before',
    line: 'ends as before',
    refunded: 'everything',
    told: ['Your money is on its way back'],
    receipt: 'of the refund',
  },
});

/** Nobody could pay. */
export const notSold = (code: string): Cell => ({
  kind: 'renewal',
  text: `not sold (${code})`,
  expected: {
    renewal: `not sold: ${code}`,
    called: 0,
    record: '0 changes, ends as before',
    line: 'ends as before',
    refunded: 'nothing',
    told: [],
    receipt: 'none',
  },
});

/** The number belongs to somebody else now: nothing is sold for the line any more. */
export const recycled = (cell: Cell): Cell =>
  cell.kind === 'renewal'
    ? {
        ...cell,
        text: `${cell.text}, recycled`,
        expected: { ...cell.expected, line: `${cell.expected.line}, set aside` },
      }
    : cell;

/** People keep no record that could be read. */
export const byPeople = (cell: Cell): Cell =>
  cell.kind === 'renewal' ? { ...cell, expected: { ...cell.expected, called: 0, record: 'none' } } : cell;

export const figure = (text: string): Cell => ({ kind: 'figure', text });

export const impossible = (why: string): Cell => ({ kind: 'impossible', text: `impossible: ${why}` });
