import type { Line } from '../domain/line/line.ts';
import { isRevoked, linkName } from '../domain/line/renewal-link.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import type { PersonId, RenewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';
import type { LinkKeys } from '../runtime/link-keys.ts';
import { type OpenedLink, openRenewalLink } from '../runtime/renewal-link.ts';
import type { Secret } from '../runtime/secrets.ts';
import type { Store } from '../table/store.ts';

interface Deps {
  readonly store: Pick<Store, 'lineNow'>;
  readonly keys: Secret<{ readonly keys: LinkKeys }>;
  readonly clock: Clock;
}

/** Whoever comes by a renewal link may renew this line, and see what was ordered through this link. */
export interface LinkVisit {
  readonly line: Line;
  /** Of the line: what is ordered is theirs. */
  readonly owner: PersonId;
  /** The link's name. */
  readonly link: string;
  /** Exclusive. */
  readonly expiresAt: Instant;
}

/**
 * What a renewal link opens, from `Authorization: Link <token>`. A key that is not known yet may be a new one.
 *
 * @throws Refusal `link_not_valid`; `link_expired` also when it was called back
 */
export const openLink =
  ({ store, keys, clock }: Deps) =>
  async (authorization: string | undefined): Promise<LinkVisit> => {
    const [, token] = /^Link +([\w-]{1,128})$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw new Refusal('link_not_valid');
    const opened = await withNewerKeys(keys, (known) => openRenewalLink(known, token, clock()));
    if (opened.kind === 'forged') throw new Refusal('link_not_valid');
    if (opened.kind === 'expired') throw new Refusal('link_expired');
    const { link } = opened;
    const line = await store.lineNow(link.lineId);
    if (!line) throw new Refusal('link_not_valid');
    // A SIM that was unbound since has nobody who was written to.
    if (isRevoked(link, line) || line.ownerId === undefined) throw new Refusal('link_expired');
    return { line, owner: line.ownerId, link: linkName(link), expiresAt: link.expiresAt };
  };

const withNewerKeys = async (keys: Deps['keys'], open: (known: LinkKeys) => OpenedLink): Promise<OpenedLink> => {
  const opened = open((await keys()).keys);
  return opened.kind === 'forged' ? open((await keys({ refresh: true })).keys) : opened;
};

/** Nothing but what was ordered through this link, of this line. @throws Refusal `renewal_not_found` */
export const renewalOfLink = async (
  store: Pick<Store, 'renewal'>,
  { line, link }: LinkVisit,
  id: RenewalId,
): Promise<Renewal> => {
  const renewal = (await store.renewal(id))?.renewal;
  if (!renewal || renewal.lineId !== line.lineId || renewal.link !== link) throw new Refusal('renewal_not_found');
  return renewal;
};
