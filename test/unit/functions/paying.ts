import { cancelRenewal } from '../../../shared/app/cancel-renewal.ts';
import { adviseTrip, comparePlans } from '../../../shared/app/compare-plans.ts';
import { lookAgain } from '../../../shared/app/look-again.ts';
import { openLink } from '../../../shared/app/open-link.ts';
import { orderRenewal } from '../../../shared/app/order-renewal.ts';
import { bindLine } from '../../../shared/app/own-lines.ts';
import { payAgain } from '../../../shared/app/pay-again.ts';
import { previewRenewal } from '../../../shared/app/read-lines.ts';
import type { Seller } from '../../../shared/domain/receipt/tax.ts';
import { parseInstant } from '../../../shared/domain/values/instant.ts';
import type { Clock } from '../../../shared/runtime/deps.ts';
import type { Store } from '../../../shared/table/store.ts';
import { type FakePayments, fakePayments } from '../../fakes/fake-payments.ts';
import { LINK_KEYS } from '../../fakes/links.ts';
import { selling } from '../../fakes/selling.ts';

/** Registered in Japan, with another rate before, and none on one family. */
export const A_SELLER: Seller = {
  name: '株式会社テスト',
  invoiceNumber: 'T9000000000000',
  taxRates: [
    { from: parseInstant('2014-04-01T00:00:00+09:00'), percent: 8 },
    { from: parseInstant('2019-10-01T00:00:00+09:00'), percent: 10 },
    { from: parseInstant('2019-10-01T00:00:00+09:00'), percent: 0, family: 'korea' },
  ],
};

/** Everything of the renewal API that has to do with paying, on fake providers. */
export const paying = (store: Store, clock: Clock, payments: FakePayments = fakePayments()) => {
  const deps = { ...selling(store, clock), store, payments, publicUrl: 'https://sim.example.com' };
  return {
    askForUsage: async () => {},
    openLink: openLink({ store, keys: async () => ({ keys: LINK_KEYS }), clock }),
    preview: previewRenewal(deps),
    compare: comparePlans(deps),
    advise: adviseTrip(deps),
    bind: bindLine({ store, accounts: deps.carriers.names, clock }),
    requestsPerSecond: 50,
    order: orderRenewal(deps),
    payAgain: payAgain(deps),
    cancel: cancelRenewal(deps),
    lookAgain: lookAgain(deps),
    methods: payments.methods,
    seller: A_SELLER,
  };
};
