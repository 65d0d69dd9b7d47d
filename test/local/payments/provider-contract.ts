import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PaymentReport } from '../../../shared/domain/payment/payment.ts';
import { paymentReference, renewalId } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, type Instant, plusMs } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import type { BookedPayment, OpenedPayment, PaymentOrder, RefundOrder } from '../../../shared/payments/provider.ts';
import type { PaymentNotice } from '../../../shared/payments/webhook.ts';
import { eventually } from './eventually.ts';
import type { ProviderWorld } from './provider-world.ts';

const unavailable = { code: 'payment_provider_unavailable' };
const AMOUNT = money(1980, 'JPY');
const AT_ONCE = 5;

let orders = 0;
const anOrder = (world: ProviderWorld, more: Partial<PaymentOrder> = {}): PaymentOrder => {
  orders += 1;
  return {
    reference: paymentReference(renewalId(`0123456789AB${String(orders).padStart(16, '0')}`), 1),
    key: randomUUID(),
    amount: AMOUNT,
    method: world.method,
    description: 'Japan, 5 days',
    language: 'zh-CN',
    returnUrl: 'http://127.0.0.1:4242/?renewal=0123456789AB',
    ...more,
  };
};

type Captured = Extract<PaymentReport, { kind: 'captured' }>;
const capturedIn = (reports: readonly PaymentReport[]): Captured | undefined =>
  reports.find((report) => report.kind === 'captured');
const kindsOf = (reports: readonly PaymentReport[]): readonly string[] => reports.map(({ kind }) => kind);

/**
 * What every provider with a whole flow must do, run against each: `PaymentProvider` and `WebhookReceiver` together.
 *
 * Providers may differ in
 * - who captures: the suite asks, and calls `capture` whenever an answer or a notice says `approved`;
 * - what they tell before the money is there: any of `requires_action`, `processing`, `approved`, or nothing;
 * - how they tell refunds: the sum (`refunded`) or part by part (`refund_part`);
 * - whether they say why a payment was declined (`declineReason`);
 * - whether a session can be closed: where it cannot, `approved` may follow, and only capturing would take the money;
 * - what they list: at least the payments with money in them; those that nobody tried to pay may be missing.
 */
export const providerContract = (name: string, make: () => Promise<ProviderWorld>): void => {
  describe(`provider contract: ${name}`, () => {
    let world: ProviderWorld;

    beforeEach(async () => {
      world = await make();
    });
    afterEach(() => world.close());

    const opened = async (order = anOrder(world)) => ({ order, ...(await world.provider.open(order)) });
    type Session = OpenedPayment & { readonly order: PaymentOrder };
    const asked = ({ sessionId, order }: Session) => ({ sessionId, reference: order.reference });
    const lookUp = (session: Session) => world.provider.lookUp(asked(session));

    /** What the application does with a payment: asks, captures what was approved, and knows both answers. */
    const settle = async (session: Session): Promise<readonly PaymentReport[]> => {
      const reports = await lookUp(session);
      const approved = !capturedIn(reports) && kindsOf(reports).includes('approved');
      return approved ? [...reports, ...(await world.provider.capture(asked(session)))] : reports;
    };

    const paid = async (order = anOrder(world)): Promise<Session & { capture: Captured }> => {
      const session = await opened(order);
      expect(await world.payer.approve(session)).toBe(true);
      const capture = await eventually(
        async () => capturedIn(await settle(session)),
        (seen) => seen !== undefined,
      );
      if (!capture) throw new Error('not captured');
      return { ...session, capture };
    };

    const refundOf = ({ order, capture }: { order: PaymentOrder; capture: Captured }): RefundOrder => ({
      reference: order.reference,
      captureId: capture.captureId,
      amount: order.amount,
    });

    /** In the order of arrival: a report may need a look at the provider's state, which later ones have changed. */
    const notices = async (): Promise<readonly PaymentNotice[]> => {
      const told: PaymentNotice[] = [];
      for (const request of await world.deliveries()) told.push(...(await world.receiver.receive(request)));
      return told;
    };
    const noticesUntil = (holds: (seen: readonly PaymentNotice[]) => boolean) => eventually(notices, holds);

    const bookOf = async ({ order }: Session) => {
      const entries = (await world.books()).filter(({ reference }) => reference === order.reference);
      return {
        sessions: entries.length,
        capturedMinor: entries.flatMap(({ capturedMinor }) => capturedMinor),
        refundedMinor: entries.flatMap(({ refundedMinor }) => refundedMinor),
      };
    };

    const listed = async (from: Instant, until: Instant): Promise<readonly BookedPayment[]> => {
      const found: BookedPayment[] = [];
      for await (const payment of world.provider.list(from, until)) found.push(payment);
      return found;
    };

    describe('given an order', () => {
      test('when it is opened, then there is a page, and nothing has happened yet', async () => {
        const session = await opened();
        expect(session.sessionId).toMatch(/^[\x21-\x7e]{1,255}$/);
        expect(URL.parse(session.url)?.protocol).toMatch(/^https?:$/);
        expect(await lookUp(session)).toEqual([]);
        expect(await bookOf(session)).toEqual({ sessions: 1, capturedMinor: [], refundedMinor: [] });
      });

      test('when it is opened again, one after the other and at once, then it is the same session', async () => {
        const session = await opened();
        const { order, sessionId } = session;
        const again = await Promise.all(Array.from({ length: AT_ONCE }, () => world.provider.open(order)));
        expect(new Set([sessionId, ...again.map((each) => each.sessionId)]).size).toBe(1);
        expect((await bookOf(session)).sessions).toBe(1);
      });

      test('when another key comes with the same words, then it is another session', async () => {
        const { order, sessionId } = await opened();
        expect((await world.provider.open({ ...order, key: randomUUID() })).sessionId).not.toBe(sessionId);
      });

      test.each<[string, (order: PaymentOrder) => Partial<PaymentOrder>]>([
        ['amount', () => ({ amount: money(980, 'JPY') })],
        ['reference', () => ({ reference: anOrder(world).reference })],
      ])('when its key comes with another %s, then it is refused as used', async (_what, other) => {
        const { order } = await opened();
        await expect(world.provider.open({ ...order, ...other(order) })).rejects.toMatchObject({
          code: 'idempotency_key_reused',
        });
      });

      test('when the answer is lost, then asking again finds one session that can be paid', async () => {
        const order = anOrder(world);
        await world.faults.loseNextAnswer();
        await expect(world.provider.open(order)).rejects.toMatchObject(unavailable);
        const session = await opened(order);
        expect((await world.provider.open(order)).sessionId).toBe(session.sessionId);
        expect((await bookOf(session)).sessions).toBe(1);
        expect(await world.payer.approve(session)).toBe(true);
      });
    });

    describe('given an open session', () => {
      test('when the payer agrees, then the money arrives once, and everybody tells the same of it', async () => {
        const session = await paid();
        expect(session.capture).toEqual({
          kind: 'captured',
          captureId: expect.stringMatching(/^[\x21-\x7e]{1,255}$/),
          amount: AMOUNT,
        });
        expect(capturedIn(await lookUp(session))).toEqual(session.capture);
        const told = await noticesUntil((seen) => seen.some(({ report }) => report.kind === 'captured'));
        for (const { reference, report } of told) {
          expect(reference).toBe(session.order.reference);
          if (report.kind === 'captured') expect(report).toEqual(session.capture);
        }
        expect((await bookOf(session)).capturedMinor).toEqual([AMOUNT.amountMinor]);
      });

      test('when the webhook alone is listened to, then the money arrives all the same', async () => {
        const session = await opened();
        await world.payer.approve(session);
        const isTold = (kind: string) => (seen: readonly PaymentNotice[]) =>
          seen.some(({ report }) => report.kind === kind);
        const first = await noticesUntil((seen) => isTold('captured')(seen) || isTold('approved')(seen));
        if (!isTold('captured')(first)) await world.provider.capture(asked(session));
        const told = await noticesUntil(isTold('captured'));
        expect(capturedIn(told.map(({ report }) => report))).toMatchObject({ amount: AMOUNT });
      });

      test('when a payment is declined and the next one is not, then both are told and it is paid once', async () => {
        const session = await opened();
        expect(await world.payer.decline(session)).toBe(true);
        const declined = await eventually(
          () => settle(session),
          (seen) => kindsOf(seen).includes('declined'),
        );
        expect(declined).toContainEqual({ kind: 'declined', reason: world.declineReason ?? 'insufficient_funds' });
        expect(capturedIn(declined)).toBeUndefined();
        expect((await bookOf(session)).capturedMinor).toEqual([]);

        expect(await world.payer.approve(session)).toBe(true);
        await eventually(
          () => settle(session),
          (seen) => capturedIn(seen) !== undefined,
        );
        expect((await bookOf(session)).capturedMinor).toEqual([AMOUNT.amountMinor]);
      });

      test('when it is paid already, then nobody can pay it again', async () => {
        const session = await paid();
        expect(await world.payer.approve(session)).toBe(false);
        await settle(session);
        expect((await bookOf(session)).capturedMinor).toEqual([AMOUNT.amountMinor]);
      });

      test('when a capture is asked for again and at once, then the money is taken once', async () => {
        const session = await opened();
        await world.payer.approve(session);
        const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => settle(session)));
        answers.push(await settle(session));
        expect(new Set(answers.map((reports) => capturedIn(reports)?.captureId)).size).toBe(1);
        expect((await bookOf(session)).capturedMinor).toEqual([AMOUNT.amountMinor]);
      });

      test('when the answer to the capture is lost, then asking again takes the money once', async () => {
        const session = await opened();
        await world.payer.approve(session);
        if (kindsOf(await lookUp(session)).includes('approved')) {
          await world.faults.loseNextAnswer();
          await expect(world.provider.capture(asked(session))).rejects.toMatchObject(unavailable);
        }
        expect(capturedIn(await settle(session))).toMatchObject({ amount: AMOUNT });
        expect(capturedIn(await world.provider.capture(asked(session)))).toMatchObject({ amount: AMOUNT });
        expect((await bookOf(session)).capturedMinor).toEqual([AMOUNT.amountMinor]);
      });
    });

    describe('given a session that is no longer wanted', () => {
      test('when it is closed, twice, then no money can arrive any more', async () => {
        const session = await opened();
        await world.provider.close(asked(session));
        await world.provider.close(asked(session));
        // The application captures nothing of a payment that it has closed, whatever it is told.
        await world.payer.approve(session);
        expect(capturedIn(await lookUp(session))).toBeUndefined();
        expect((await bookOf(session)).capturedMinor).toEqual([]);
      });

      test('when the answer to closing is lost, then it can be closed again', async () => {
        const session = await opened();
        await world.faults.loseNextAnswer();
        await world.provider.close(asked(session)).catch((error: unknown) => expect(error).toMatchObject(unavailable));
        await world.provider.close(asked(session));
        await world.payer.approve(session);
        expect(capturedIn(await lookUp(session))).toBeUndefined();
      });

      test('when it was paid before, then closing it does nothing, and a look-up tells', async () => {
        const session = await paid();
        await world.provider.close(asked(session));
        expect(capturedIn(await lookUp(session))).toEqual(session.capture);
        expect(await bookOf(session)).toMatchObject({ capturedMinor: [AMOUNT.amountMinor], refundedMinor: [] });
      });
    });

    describe('given a captured payment', () => {
      const all = ({ captureId }: Captured) => ({ kind: 'refunded', captureId, refunded: AMOUNT });

      test('when it is sent back, again and at once, then it goes back once', async () => {
        const session = await paid();
        const reports = [await world.provider.refund(refundOf(session))];
        reports.push(
          ...(await Promise.all(Array.from({ length: AT_ONCE }, () => world.provider.refund(refundOf(session))))),
        );
        for (const report of reports) expect(report).toEqual(all(session.capture));
        expect((await bookOf(session)).refundedMinor).toEqual([AMOUNT.amountMinor]);
      });

      test('when all ask at once to send it back, then it goes back once', async () => {
        const session = await paid();
        await Promise.allSettled(Array.from({ length: AT_ONCE }, () => world.provider.refund(refundOf(session))));
        expect(await world.provider.refund(refundOf(session))).toEqual(all(session.capture));
        expect((await bookOf(session)).refundedMinor).toEqual([AMOUNT.amountMinor]);
      });

      test('when all ask at once to send a part back, then that part goes back once', async () => {
        const session = await paid();
        const part = { ...refundOf(session), amount: money(500, 'JPY') };
        await Promise.allSettled(Array.from({ length: AT_ONCE }, () => world.provider.refund(part)));
        expect(await world.provider.refund(part)).toMatchObject({ refunded: money(500, 'JPY') });
        expect((await bookOf(session)).refundedMinor).toEqual([500]);
      });

      test('when it is sent back, then webhook and look-up tell it', async () => {
        const session = await paid();
        await world.provider.refund(refundOf(session));
        expect(await lookUp(session)).toEqual([session.capture, all(session.capture)]);
        const told = await noticesUntil((seen) =>
          seen.some(({ report }) => report.kind === 'refunded' || report.kind === 'refund_part'),
        );
        for (const { report } of told) {
          if (report.kind === 'refunded') expect(report).toEqual(all(session.capture));
          if (report.kind === 'refund_part') expect(report).toMatchObject({ amount: AMOUNT, state: 'made' });
        }
      });

      test('when a part is sent back and then all, then the amount is the sum, and only the rest follows', async () => {
        const session = await paid();
        const part = { ...refundOf(session), amount: money(500, 'JPY') };
        const { captureId } = session.capture;
        const some = { kind: 'refunded', captureId, refunded: money(500, 'JPY') };
        expect(await world.provider.refund(part)).toEqual(some);
        expect(await world.provider.refund(part)).toEqual(some);
        expect(await world.provider.refund(refundOf(session))).toEqual(all(session.capture));
        expect((await bookOf(session)).refundedMinor).toEqual([500, AMOUNT.amountMinor - 500]);
      });

      test('when the answer to the refund is lost, then asking again sends nothing more back', async () => {
        const session = await paid();
        await world.faults.loseNextAnswer();
        await expect(world.provider.refund(refundOf(session))).rejects.toMatchObject(unavailable);
        expect(await world.provider.refund(refundOf(session))).toEqual(all(session.capture));
        expect((await bookOf(session)).refundedMinor).toEqual([AMOUNT.amountMinor]);
      });
    });

    describe('given what was delivered', () => {
      const isMoney = ({ report }: PaymentNotice): boolean => report.kind === 'captured';

      test('when it comes again, then it says the same again', async () => {
        await paid();
        const first = (await noticesUntil((seen) => seen.some(isMoney))).filter(isMoney);
        expect((await notices()).filter(isMoney).slice(0, first.length)).toEqual(first);
      });

      test('when a byte of it is changed or its headers are missing, then it is refused', async () => {
        await paid();
        await noticesUntil((seen) => seen.some(isMoney));
        for (const request of await world.deliveries()) {
          const body = Buffer.from(request.body);
          const middle = Math.floor(body.length / 2);
          body.writeUInt8(body.readUInt8(middle) ^ 1, middle);
          await expect(world.receiver.receive({ ...request, body })).rejects.toMatchObject({ code: 'bad_signature' });
          await expect(world.receiver.receive({ ...request, headers: {} })).rejects.toMatchObject({
            code: 'bad_signature',
          });
        }
      });
    });

    describe("given the provider's own books", () => {
      const around = (): [Instant, Instant] => [plusMs(world.now(), -HOUR_MS), plusMs(world.now(), HOUR_MS)];

      test('when they are listed, then each payment with money is there once, with what became of it', async () => {
        const kept = await paid();
        const back = await paid();
        await world.provider.refund(refundOf(back));
        await opened();
        const found = await listed(...around());
        const reportsOf = ({ order }: Session) =>
          found.filter(({ reference }) => reference === order.reference).map(({ reports }) => reports);
        expect(reportsOf(kept)).toEqual([[kept.capture]]);
        expect(reportsOf(back)).toEqual([
          [back.capture, { kind: 'refunded', captureId: back.capture.captureId, refunded: AMOUNT }],
        ]);
        for (const { reports } of found)
          expect(kindsOf(reports).filter((kind) => kind === 'captured').length).toBeLessThanOrEqual(1);
      });

      test('when the window lies elsewhere, then there is nothing', async () => {
        await paid();
        const [from, until] = around();
        expect(await listed(plusMs(from, -HOUR_MS), from)).toEqual([]);
        expect(await listed(until, plusMs(until, HOUR_MS))).toEqual([]);
      });
    });
  });
};
