import { carrierGuard } from '../../shared/app/carriers/guard.ts';
import type { SellingDeps } from '../../shared/app/carriers/selling.ts';
import type { Carrier } from '../../shared/carriers/carrier.ts';
import type { WholesaleMoney } from '../../shared/domain/carrier/health.ts';
import type { Clock } from '../../shared/runtime/deps.ts';
import type { Store } from '../../shared/table/store.ts';
import { fakeCarrier } from './fake-carrier.ts';

/** What selling needs of a carrier; one that can deliver everything, unless another one is given. */
export const selling = (
  store: Pick<Store, 'markRecycled' | 'carrierHealth' | 'saveCarrierHealth'>,
  clock: Clock,
  { carrier = fakeCarrier({ clock }), floor }: { readonly carrier?: Carrier; readonly floor?: WholesaleMoney } = {},
): SellingDeps & { readonly carriers: { readonly names: readonly string[] } } => ({
  store,
  carriers: { names: ['soracom'], of: () => carrier, floorOf: () => floor },
  guard: carrierGuard(store, clock),
  clock,
  log: { info: () => {}, warn: () => {}, error: () => {} },
});
