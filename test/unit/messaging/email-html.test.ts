import { describe, expect, test } from '@jest/globals';
import { emailHtml } from '../../../shared/messaging/email-html.ts';
import { textParts } from '../../../shared/messaging/links.ts';

const links = (text: string) => textParts(text).flatMap(({ kind, value }) => (kind === 'link' ? [value] : []));

describe('given a text with a web address', () => {
  test.each([
    ['Renew: https://sim.example.com/?line=KENJ00000001', 'https://sim.example.com/?line=KENJ00000001'],
    ['See https://sim.example.com/a. Thank you', 'https://sim.example.com/a'],
    ['(http://127.0.0.1:4242/?line=A&b=1)', 'http://127.0.0.1:4242/?line=A&b=1'],
    // Full-width brackets and the ideographic full stop are no part of an address.
    ['延長\uff1ahttps://sim.example.com/?line=A\u3002', 'https://sim.example.com/?line=A'],
    ['\uff08https://sim.example.com\uff09', 'https://sim.example.com'],
  ])('when %s is read, then the link is %s', (text, link) => {
    expect(links(text)).toEqual([link]);
  });

  test('when the parts are joined, then the text is whole', () => {
    const text = 'a https://x.example/1, https://x.example/2 z';
    expect(
      textParts(text)
        .map(({ value }) => value)
        .join(''),
    ).toBe(text);
    expect(links(text)).toEqual(['https://x.example/1', 'https://x.example/2']);
  });

  test('when there is none, or another scheme, then nothing is a link', () => {
    expect(links('javascript:alert(1) ftp://x.example')).toEqual([]);
    expect(textParts('')).toEqual([]);
  });
});

describe('given an e-mail text', () => {
  test('when it becomes HTML, then links can be followed and the language is named', () => {
    const html = emailHtml('延長\uff1ahttps://sim.example.com/?line=A&x=1', 'ja');
    expect(html).toContain('<html lang="ja">');
    expect(html).toContain(
      '<a href="https://sim.example.com/?line=A&amp;x=1">https://sim.example.com/?line=A&amp;x=1</a>',
    );
  });

  test('when it holds marks of HTML, then they are shown and never obeyed', () => {
    const html = emailHtml(`<script>alert("1")</script>\n& 'quoted'`, 'en');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<br>&amp; &#39;quoted&#39;');
    expect(html).not.toContain('<script>');
  });
});
