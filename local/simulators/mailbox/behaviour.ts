import type { Records } from '../records.ts';

/** What a phone or mailbox does with what is sent to it. */
export const BEHAVIOURS = ['takes', 'refuses', 'unreachable', 'spam', 'complains'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export const BEHAVIOUR_WORDS: Readonly<Record<Behaviour, string>> = {
  takes: 'takes messages',
  refuses: 'is gone (bounces; no such number)',
  unreachable: 'cannot be reached (full mailbox; phone off)',
  spam: 'is behind a filter that finds spam',
  complains: 'takes messages and reports every e-mail as spam',
};

export interface Behaviours {
  of(address: string): Behaviour;
  set(address: string, behaviour: Behaviour): void;
}

/** They outlive the process, like everything else here. */
export const behaviours = (records: Records): Behaviours => ({
  of: (address) => records.get<Behaviour>('behaviour', address) ?? 'takes',
  set: (address, behaviour) => records.put('behaviour', address, behaviour),
});

export const comesBack = (behaviour: Behaviour): boolean => behaviour !== 'takes' && behaviour !== 'complains';
