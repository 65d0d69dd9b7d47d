import type { Line } from '../domain/line/line.ts';
import { linkOf } from '../domain/line/renewal-link.ts';
import type { LinkKeys } from '../runtime/link-keys.ts';
import { renewalUrl, sealRenewalLink } from '../runtime/renewal-link.ts';
import type { Secret } from '../runtime/secrets.ts';

interface Deps {
  readonly keys: Secret<{ readonly keys: LinkKeys }>;
  /** Without a trailing slash; in an SMS every character of it counts. */
  readonly site: string;
  /** How long after the end and its grace a link still shows what came of it. */
  readonly daysAfter: number;
}

/** The address at which a line can be renewed without a login. */
export const renewalLinks =
  ({ keys, site, daysAfter }: Deps) =>
  async (line: Line): Promise<string> =>
    renewalUrl(site, sealRenewalLink((await keys()).keys, linkOf(line, daysAfter)));
