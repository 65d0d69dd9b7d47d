import { type CatalogueBundle, descriptionOf } from './catalogue.ts';
import type { Esim } from './esim.ts';
import type { IccidText } from './iccid-text.ts';
import type { OrganisationState } from './organisation.ts';
import type { Seen } from './timeline.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** One assignment ("List Bundles applied to eSIM"); times only once they are known. */
const assignmentBody = (seen: Seen) => ({
  id: seen.id,
  callTypeGroup: 'data',
  initialQuantity: seen.bytes ?? 0,
  remainingQuantity: seen.bytes === null ? 0 : seen.bytes - seen.usedBytes,
  ...(seen.startsAt !== null && { startTime: iso(seen.startsAt) }),
  ...(seen.endsAt !== null && { endTime: iso(seen.endsAt) }),
  assignmentDateTime: iso(seen.assignedAt),
  assignmentReference: seen.reference,
  bundleState: seen.state,
  unlimited: seen.bytes === null,
});

const NOT_USED_UP = new Set(['processing', 'queued', 'active']);

/** The newest assignments, at most `limit`, grouped by the name of their bundle. */
export const bundlesBody = (all: readonly Seen[], { includeUsed, limit }: { includeUsed: boolean; limit: number }) => {
  const shown = all.filter(({ state }) => includeUsed || NOT_USED_UP.has(state)).toReversed();
  const byName = Map.groupBy(shown.slice(0, limit), ({ bundle }) => bundle);
  return {
    bundles: [...byName].map(([name, seen]) => ({
      name,
      description: descriptionOf(name),
      assignments: seen.map(assignmentBody),
    })),
  };
};

export const validatedBody = ({ name, price }: CatalogueBundle, currency: string, now: number) => ({
  order: [{ type: 'bundle', item: name, quantity: 1, subTotal: price, pricePerUnit: price, AllowReassign: false }],
  total: price,
  valid: true,
  currency,
  createdDate: iso(now),
  assigned: false,
});

export const orderedBody = (
  { name, price }: CatalogueBundle,
  esim: Esim,
  order: { readonly reference: string; readonly organisation: OrganisationState; readonly now: number },
  write: IccidText,
) => ({
  order: [
    {
      type: 'bundle',
      item: name,
      quantity: 1,
      subTotal: price,
      pricePerUnit: price,
      AllowReassign: false,
      esims: [{ iccid: write(esim.iccid), matchingId: 'JQ-123456-ABCDEF', smdpAddress: 'rsp.example.com' }],
      iccids: [write(esim.iccid)],
    },
  ],
  total: price,
  currency: order.organisation.currency,
  status: 'completed',
  statusMessage: 'Order completed',
  orderReference: order.reference,
  createdDate: iso(order.now),
  assigned: true,
  runningBalance: order.organisation.balance,
});

export const esimBody = ({ iccid, installed, state, createdAt }: Esim, write: IccidText) => ({
  iccid: write(iccid),
  pin: '0000',
  puk: '12344567',
  matchingId: 'JQ-123456-ABCDEF',
  smdpAddress: 'rsp.example.com',
  profileStatus: installed ? 'Installed' : 'Released',
  firstInstalledDateTime: installed ? createdAt : null,
  customerRef: '',
  state: state === 'active' ? 'Active' : 'Deactivated',
});

export const organisationBody = ({ balance, currency }: OrganisationState, apiKey: string, callbackUrl: string) => ({
  name: 'Keizoku',
  apiKey,
  callbackUrl,
  country: 'JP',
  groups: ['Standard Fixed'],
  currency,
  balance,
  testCredit: 0,
  users: [],
});
