import { describe, expect, test } from '@jest/globals';
import { exchange } from '../../../../shared/carriers/http/exchange.ts';

const asked = async (take: () => Promise<boolean>) => {
  const sent: string[] = [];
  const send: typeof fetch = async (url) => {
    sent.push(String(url));
    return Response.json({ ok: true });
  };
  const request = { method: 'GET', url: 'https://carrier.example/x', budget: { take } } as const;
  return { answer: await exchange(send, request, AbortSignal.timeout(1_000)), sent };
};

describe('given a budget of requests', () => {
  test('when there is some left, then the request is made', async () => {
    const { answer, sent } = await asked(async () => true);
    expect([answer.kind, sent.length]).toEqual(['answered', 1]);
  });

  test.each([
    ['is used up', async () => false, 'rate_budget'],
    [
      'cannot be counted',
      async () => {
        throw new Error('the table is away');
      },
      'budget_failed',
    ],
  ])('when it %s, then nothing is sent, and that is certain', async (_what, take, code) => {
    const { answer, sent } = await asked(take);
    expect([answer, sent]).toEqual([{ kind: 'not_connected', code }, []]);
  });
});
