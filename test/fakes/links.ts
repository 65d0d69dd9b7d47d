import { renewalLinks } from '../../shared/app/renewal-links.ts';
import type { LinkKeys } from '../../shared/runtime/link-keys.ts';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') });

export const LINK_KEYS: LinkKeys = [key('1', 1)];
export const NEXT_LINK_KEYS: LinkKeys = [key('2', 2), ...LINK_KEYS];
export const ONLY_NEXT_LINK_KEYS: LinkKeys = [key('2', 2)];

export const LINK_DAYS_AFTER = 7;

/** As long as a brand's own address may be: 23 characters. */
export const SITE = 'https://sim.example.com';

/** What senders are given of links and plans. */
export const linking = {
  plans: async () => [],
  renewalUrl: renewalLinks({ keys: async () => ({ keys: LINK_KEYS }), site: SITE, daysAfter: LINK_DAYS_AFTER }),
};
