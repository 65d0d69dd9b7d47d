import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Accounts } from '../../local/accounts.ts';
import { PEOPLE, SUPPORT } from '../../local/seed/people.ts';

/** What travellers are called and reached at, and what opens a door, by its form. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['an e-mail address', /[\w.+-]+@[\w-]+\.[\w.-]+/],
  ['a phone number', /\+\d{8,}/],
  ['a token', /\beyJ[\w-]+\.[\w-]+/],
  ['a key', /\b(sk|rk)_(test|live)_\w+|\bwhsec_\w+|-----BEGIN/],
  ['an authorization', /\b(Bearer|Basic) [\w.~+/=-]{8,}/],
  ['a renewal link', /\/r#[\w-]{20,}|\bLink [\w-]{24,}/],
];

/** Shorter values are names of fields and countries. */
const MIN_SECRET_LENGTH = 16;

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** Which lines of the functions' logs, and of the events' one, hold what no log may hold; each is named without it. */
export const leaksOf = (home: string, accounts: Accounts): readonly string[] => {
  const names = [...PEOPLE, SUPPORT].map(({ name }) => name);
  const secrets = textsIn(accounts).filter((text) => text.length >= MIN_SECRET_LENGTH);
  const whatIn = (line: string): readonly string[] => [
    ...FORMS.filter(([, form]) => form.test(line)).map(([what]) => what),
    ...(names.some((name) => line.includes(name)) ? ['a name'] : []),
    ...(secrets.some((secret) => line.includes(secret)) ? ['a secret of an account'] : []),
  ];
  return readdirSync(join(home, 'logs'))
    .filter((file) => !/-simulator\.log$|^cloud\.log$/.test(file))
    .flatMap((file) =>
      readFileSync(join(home, 'logs', file), 'utf8')
        .split('\n')
        .flatMap((line, index) => whatIn(line).map((what) => `${file}:${index + 1} holds ${what}`)),
    );
};
