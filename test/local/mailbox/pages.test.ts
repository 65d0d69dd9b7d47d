import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EMAIL, type MailboxWorld, mailboxWorld, PHONE } from './mailbox-world.ts';

let world: MailboxWorld;
beforeAll(async () => {
  world = await mailboxWorld();
  await world.sms('SIMの期限\u3002延長\uff1ahttps://sim.example.com/?line=A');
  world.setNow('2026-10-02T16:30:00Z');
  await world.sms('SIM卡到期');
  await world.email({ subject: '<b>Bold</b>', text: '<img src=x onerror=alert(1)> "&" javascript:alert(1)' });
});
afterAll(() => world.close());

describe('given messages of several people', () => {
  test('when the list is opened, then every address leads to its inbox, the latest first', async () => {
    const page = await world.page('/');
    expect([...page.matchAll(/href="(\/inbox\/[^"]*)"/g)].map(([, path]) => path)).toEqual([
      `/inbox/${encodeURIComponent(EMAIL)}`,
      `/inbox/${encodeURIComponent(PHONE)}`,
    ]);
  });

  test('when a phone is opened, then the newest is first, in its language, with links and Japan’s time', async () => {
    const page = await world.page(`/inbox/${encodeURIComponent(PHONE)}`);
    expect(page.indexOf('SIM卡到期')).toBeLessThan(page.indexOf('SIMの期限'));
    expect(page).toContain('<a href="https://sim.example.com/?line=A">');
    expect(page).toContain('<p class="text" lang="ja">');
    expect(page).toContain('<p class="text" lang="zh-CN">');
    expect(page).toContain('2026-10-02 00:00');
    expect(page).toContain('2026-10-03 01:30');
    expect(page).toContain('<meta http-equiv="refresh"');
    expect(page).toContain('width=device-width');
    expect(page).not.toContain('Bold');
  });

  test('when a message holds HTML, then it is shown and never obeyed', async () => {
    const page = await world.page(`/inbox/${EMAIL}`);
    expect(page).toContain('&lt;b&gt;Bold&lt;/b&gt;');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('href="javascript:');
  });

  test('when an address that got nothing is opened, then the page says so and is safe', async () => {
    const page = await world.page(`/inbox/${encodeURIComponent('<script>alert(1)</script>')}`);
    expect(page).toContain('No messages yet.');
    expect(page).not.toContain('<script>');
  });
});
