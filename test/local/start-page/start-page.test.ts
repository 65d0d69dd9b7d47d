import { Script } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { PEOPLE } from '../../../local/seed/people.ts';
import { startPage } from '../../../local/start-page/start-page.ts';

const ENDPOINTS = {
  api: 'http://127.0.0.1:4242',
  issuer: 'http://127.0.0.1:5001',
  control: 'http://127.0.0.1:5002',
  stripe: 'http://127.0.0.1:5003',
  paypal: 'http://127.0.0.1:5009',
  soracom: 'http://127.0.0.1:5004',
  airalo: 'http://127.0.0.1:5010',
  esimaccess: 'http://127.0.0.1:5011',
  esimgo: 'http://127.0.0.1:5012',
  mailbox: 'http://127.0.0.1:5005',
  aws: 'http://127.0.0.1:5006',
  pid: 1,
};

describe('the start page', () => {
  const page = startPage(ENDPOINTS);

  test('links to everything that a person can look at', () => {
    const names = [
      'issuer',
      'control',
      'stripe',
      'paypal',
      'soracom',
      'airalo',
      'esimaccess',
      'esimgo',
      'mailbox',
    ] as const;
    for (const name of names) expect(page).toContain(`href="${ENDPOINTS[name]}"`);
  });

  test('names the people in their languages and leads to their phones and mailboxes', () => {
    for (const { name, contacts } of PEOPLE) {
      expect(page).toContain(`<span lang="${contacts.language}">${name}</span>`);
      for (const address of [contacts.phone, contacts.email])
        expect(page).toContain(`href="${ENDPOINTS.mailbox}/inbox/${encodeURIComponent(address ?? '')}"`);
    }
  });

  test('needs nothing from elsewhere and fits a phone', () => {
    expect(page).not.toMatch(/<(link|img|iframe)\b|<script[^>]* src=|@import|url\(/);
    expect(page).toContain('name="viewport"');
    for (const [address] of page.matchAll(/https?:\/\/[\w.:-]+/g)) expect(Object.values(ENDPOINTS)).toContain(address);
  });

  test('has a script that can be read', () => {
    const [, script = ''] = /<script type="module">(.*?)<\/script>/s.exec(page) ?? [];
    expect(script.length).toBeGreaterThan(1_000);
    expect(() => new Script(`(async () => {${script}\n})`)).not.toThrow();
  });

  test('lets support carry out what a carrier without an API cannot', () => {
    expect(page).toContain('/activation-jobs?account=');
  });

  test('shows on the receipt when the carrier confirmed it', () => {
    expect(page).toContain('receipt.carrierConfirmedText');
  });

  test('given an address with markup in it, then it stays text', () => {
    const hostile = startPage({ ...ENDPOINTS, issuer: 'http://x/"></script><script>alert(1)</script>' });
    expect(hostile).not.toContain('<script>alert');
    const [, places = ''] = /id="places">(.*?)<\/script>/s.exec(hostile) ?? [];
    expect(JSON.parse(places).issuer).toContain('alert(1)');
  });
});
