import type { ContactChannel } from '../../shared/domain/contact/contact.ts';
import { MAX_CODE_TRIES, type Verification } from '../../shared/domain/contact/verification.ts';
import type { LineId } from '../../shared/domain/values/ids.ts';
import type { ContactStore } from '../../shared/table/contact-store.ts';

/** What is kept of contacts in memory, with the same conditions as the table. */
export const memoryContacts = (): ContactStore => {
  const waiting = new Map<string, Verification>();
  const numbers = new Map<string, Set<LineId>>();
  const counted = new Map<string, Record<string, number>>();
  const nameOf = (lineId: LineId, channel: ContactChannel): string => `${lineId}#${channel}`;
  const change = (
    seen: Verification,
    holds: (now: Verification) => boolean,
    next: (now: Verification) => Verification,
  ): boolean => {
    const name = nameOf(seen.lineId, seen.channel);
    const now = waiting.get(name);
    if (now?.requestId !== seen.requestId || !holds(now)) return false;
    waiting.set(name, next(now));
    return true;
  };
  return {
    verification: async (lineId, channel) => waiting.get(nameOf(lineId, channel)),
    async askVerification(verification) {
      waiting.set(nameOf(verification.lineId, verification.channel), verification);
    },
    keepCode: async (seen, codeHash) =>
      change(
        seen,
        (now) => now.codeHash === undefined,
        (now) => ({ ...now, codeHash }),
      ),
    takeTry: async (seen) =>
      change(
        seen,
        ({ tries }) => tries < MAX_CODE_TRIES,
        (now) => ({ ...now, tries: now.tries + 1 }),
      ),
    async dropVerification(lineId, channel) {
      waiting.delete(nameOf(lineId, channel));
    },
    async nameNumber(number, lineId) {
      numbers.set(number, new Set([...(numbers.get(number) ?? []), lineId]));
    },
    async unnameNumber(number, lineId) {
      numbers.get(number)?.delete(lineId);
    },
    linesOfNumber: async (number) => [...(numbers.get(number) ?? [])].sort(),
    async take({ name, figures }) {
      const now = counted.get(name) ?? {};
      const full = Object.entries(figures).find(([figure, { add, max }]) => (now[figure] ?? 0) + add > max);
      if (full) return { kind: 'full', full: full[0] };
      const next = Object.fromEntries(
        Object.entries(figures).map(([figure, { add }]) => [figure, (now[figure] ?? 0) + add]),
      );
      counted.set(name, next);
      return { kind: 'counted', figures: next };
    },
  };
};
