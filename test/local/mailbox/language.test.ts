import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../local/seed/catalogue.ts';
import { languageOf } from '../../../local/simulators/mailbox/language.ts';
import { LANGUAGES, type Language } from '../../../shared/domain/plan/plan.ts';
import { NOTICES } from '../../../shared/domain/renewal/notice.ts';
import { plusMs } from '../../../shared/domain/values/instant.ts';
import { reminderText } from '../../../shared/messaging/reminders/reminder-text.ts';
import { noticeText } from '../../../shared/messaging/texts.ts';
import { aLine, END, EXAMPLES, NOW } from '../../unit/domain/given.ts';

const sent = (language: Language): readonly string[] => {
  const line = aLine({ contacts: { language } });
  const notices = CATALOGUE.flatMap((plan) =>
    NOTICES.flatMap((notice) =>
      Object.values(EXAMPLES).flatMap((renewal) => noticeText(notice, { ...renewal, language }, plan, line) ?? []),
    ),
  );
  const reminders = CATALOGUE.flatMap((cheapest) =>
    [NOW, plusMs(END, 1)].map((now) =>
      reminderText(line, { threshold: '1d', url: 'https://sim.example.com/r#x', cheapest, now }),
    ),
  );
  return [...reminders, ...notices].flatMap(({ subject, text, smsTexts: [sms = text] = [] }) => [subject, text, sms]);
};

describe.each(LANGUAGES)('given what the product sends in %s', (language) => {
  test('when the language of a subject or a text is guessed, then it is that one', () => {
    expect(sent(language).filter((text) => languageOf(text) !== language)).toEqual([]);
  });
});
