import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { findCard } from './cards.ts';
import { isWallet, METHODS } from './checkout.ts';
import type { Action, Paying } from './paying.ts';
import type { Premises } from './premises.ts';

const email = z.email().optional();
/** The payer's answer where one is asked for; without it the payment waits for the page. */
const answer = z.enum(['approve', 'decline', 'later']);

const payment = z.union([
  z.strictObject({ card: z.string(), authenticate: z.enum(['approve', 'fail']).optional(), email }),
  z.strictObject({
    method: z.enum([...METHODS.filter((method) => method !== 'card'), 'apple_pay']),
    answer: answer.optional(),
    email,
  }),
]);
const answered = z.strictObject({ answer });
const settled = z.strictObject({ outcome: z.enum(['paid', 'failed']) });
const disputed = z.strictObject({
  inquiry: z.boolean().default(false),
  amountMinor: z.int().min(1).optional(),
});
const disputeStep = z.strictObject({ step: z.enum(['escalate', 'drop', 'win', 'lose']) });
const refundStep = z.strictObject({ step: z.enum(['right', 'wrong', 'expire']) });

/** What a person does on the pages, at the till and at their bank. */
export const payerControl = (app: Hono, { checkouts, till }: Premises): void => {
  /** Parses the body, acts, and answers with what became of it. */
  const route = <T>(
    path: string,
    schema: z.ZodType<T>,
    act: (id: string, asked: T) => Answer | Promise<Answer>,
  ): void => {
    app.post(path, async (c) => {
      const asked = schema.safeParse(await jsonOf(c));
      if (!asked.success) return c.json({ error: z.prettifyError(asked.error) }, 400);
      const { status, body } = await act(c.req.param('id') ?? '', asked.data);
      return c.json(body, status);
    });
  };

  route('/_sim/sessions/:id/pay', payment, (id, asked) => {
    const first = firstAction(asked);
    if (!first) return failed(400, 'no such test card');
    if (!checkouts.find(id)) return failed(404, 'no such session');
    const result = till.act(id, first, asked.email);
    const given = 'card' in asked ? asked.authenticate : asked.answer;
    return result.kind === 'must_approve' && given
      ? told(till.act(id, { kind: 'answer', answer: given === 'fail' ? 'decline' : given }))
      : told(result);
  });

  route('/_sim/sessions/:id/answer', answered, (id, asked) => told(till.act(id, { kind: 'answer', ...asked })));
  route('/_sim/sessions/:id/settle', settled, (id, asked) => told(till.act(id, { kind: 'settle', ...asked })));
  route('/_sim/payments/:id/dispute', disputed, (id, asked) => orConflict(till.dispute(id, asked)));
  route('/_sim/disputes/:id', disputeStep, (id, { step }) => orConflict(till.moveDispute(id, step)));
  route('/_sim/refunds/:id', refundStep, (id, { step }) => orConflict(till.refundStep(id, step)));
};

interface Answer {
  readonly status: 200 | 400 | 404 | 409;
  readonly body: object;
}

const failed = (status: 400 | 404 | 409, error: string): Answer => ({ status, body: { error } });
const orConflict = (done: object | undefined): Answer =>
  done ? { status: 200, body: done } : failed(409, 'not possible as things stand');

const firstAction = (asked: z.output<typeof payment>): Action | undefined => {
  if ('card' in asked) {
    const card = findCard(asked.card);
    return card && { kind: 'card', card };
  }
  const { method } = asked;
  if (method === 'apple_pay' || method === 'konbini') return { kind: method };
  return isWallet(method) ? { kind: 'wallet', wallet: method } : undefined;
};

const told = (result: Paying): Answer => {
  switch (result.kind) {
    case 'paid':
      return { status: 200, body: { status: 'paid', redirectUrl: result.next.order.successUrl } };
    case 'declined': {
      const { code, declineCode } = result.failure;
      return { status: 200, body: { status: 'declined', code, declineCode } };
    }
    case 'must_approve':
    case 'processing':
    case 'voucher_issued':
      return { status: 200, body: { status: result.kind } };
    case 'refused':
      return failed(409, 'not possible as things stand');
  }
};

const jsonOf = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);
