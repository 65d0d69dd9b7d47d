import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../local/seed/catalogue.ts';
import { languageOf } from '../../../local/simulators/mailbox/language.ts';
import { LANGUAGES, type Language } from '../../../shared/domain/plan/plan.ts';
import { NOTICES } from '../../../shared/domain/renewal/notice.ts';
import { noticeText, reminderText } from '../../../shared/messaging/texts.ts';
import { aLine, EXAMPLES } from '../../unit/domain/given.ts';

const sent = (language: Language): readonly string[] => {
  const line = aLine({ contacts: { language } });
  const notices = CATALOGUE.flatMap((plan) =>
    NOTICES.flatMap((notice) =>
      Object.values(EXAMPLES).flatMap((renewal) => noticeText(notice, { ...renewal, language }, plan, line) ?? []),
    ),
  );
  return [reminderText(line, 'https://sim.example.com'), ...notices].flatMap(({ subject, text }) => [subject, text]);
};

describe.each(LANGUAGES)('given what the product sends in %s', (language) => {
  test('when the language of a subject or a text is guessed, then it is that one', () => {
    expect(sent(language).filter((text) => languageOf(text) !== language)).toEqual([]);
  });
});
