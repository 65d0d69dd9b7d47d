import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../local/seed/catalogue.ts';
import { languageOf } from '../../../local/simulators/mailbox/language.ts';
import { LANGUAGES, type Language } from '../../../shared/domain/plan/plan.ts';
import { type NoticedRenewal, noticeText, reminderText } from '../../../shared/messaging/texts.ts';
import { aLine, END, PRICE } from '../../unit/domain/given.ts';

const STATUSES = ['active', 'refunded', 'refund_needs_details', 'needs_review'] as const;

const sent = (language: Language): readonly string[] => {
  const line = aLine({ contacts: { language } });
  const notices = CATALOGUE.flatMap((plan) =>
    STATUSES.map((status) => {
      const renewal = { language, status, price: PRICE, period: { endsAt: END } } as unknown as NoticedRenewal;
      return noticeText(renewal, plan, line);
    }),
  );
  return [reminderText(line, 'https://sim.example.com'), ...notices].flatMap(({ subject, text }) => [subject, text]);
};

describe.each(LANGUAGES)('given what the product sends in %s', (language) => {
  test('when the language of a subject or a text is guessed, then it is that one', () => {
    expect(sent(language).filter((text) => languageOf(text) !== language)).toEqual([]);
  });
});
