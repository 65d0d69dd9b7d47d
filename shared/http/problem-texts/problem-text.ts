import type { RefusalCode } from '../../errors.ts';

/** `internal`: everything unexpected, of which nothing is told. */
export type ProblemCode = RefusalCode | 'internal';

/** Whole sentences, for people. */
export interface ProblemText {
  /** What happened, and what it means for the caller's money. */
  readonly detail: string;
  /** What to do next. */
  readonly nextStep: string;
}

/** A code without a text in every language does not compile. */
export type ProblemTexts = Readonly<Record<ProblemCode, ProblemText>>;
