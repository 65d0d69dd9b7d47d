import { providerContract } from '../payments/provider-contract.ts';
import type { BookEntry, ProviderWorld } from '../payments/provider-world.ts';
import { CARDS, stripeWorld } from './stripe-world.ts';

/** The SDK asks once more by itself when a kept connection turns out to be closed. */
const REQUESTS_WITHOUT_ANSWER = 2;

providerContract('Stripe, by card', async (): Promise<ProviderWorld> => {
  const world = await stripeWorld();
  const pay = async (sessionId: string, card: string): Promise<boolean> =>
    world.pay(sessionId, card).then(
      () => true,
      () => false,
    );
  return {
    provider: world.provider,
    receiver: world.receiver,
    now: world.now,
    method: 'card',
    deliveries: async () => world.endpoint.received,
    payer: {
      approve: ({ sessionId }) => pay(sessionId, CARDS.good),
      decline: ({ sessionId }) => pay(sessionId, CARDS.noFunds),
    },
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
          refundedMinor: refunds.filter(({ status }) => status !== 'failed').map(({ amountMinor }) => amountMinor),
        }),
      ),
    close: world.close,
  };
});
