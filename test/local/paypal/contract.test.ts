import { providerContract } from '../payments/provider-contract.ts';
import type { BookEntry, ProviderWorld } from '../payments/provider-world.ts';
import { paypalWorld } from './paypal-world.ts';

/** The adapter asks once more by itself when a connection breaks. */
const REQUESTS_WITHOUT_ANSWER = 2;

providerContract('PayPal', async (): Promise<ProviderWorld> => {
  const world = await paypalWorld();
  const agree = (sessionId: string, instrument: 'balance' | 'declined_card'): Promise<boolean> =>
    world.pay(sessionId, instrument).then(
      () => true,
      () => false,
    );
  return {
    provider: world.provider,
    receiver: world.receiver,
    now: world.now,
    method: 'paypal',
    deliveries: async () => world.endpoint.received,
    payer: {
      approve: ({ sessionId }) => agree(sessionId, 'balance'),
      decline: ({ sessionId }) => agree(sessionId, 'declined_card'),
    },
    // `INSTRUMENT_DECLINED` is all that PayPal says.
    declineReason: 'try_another_method',
    faults: {
      loseNextAnswer: async () => {
        await world.faults({ answersLost: REQUESTS_WITHOUT_ANSWER });
      },
    },
    books: async () =>
      (await world.payments()).map(
        ({ sessionId, reference, receivedMinor, refunds }): BookEntry => ({
          sessionId,
          reference,
          capturedMinor: receivedMinor > 0 ? [receivedMinor] : [],
          refundedMinor: refunds.filter(({ status }) => status !== 'FAILED').map(({ amountMinor }) => amountMinor),
        }),
      ),
    close: world.close,
  };
});
