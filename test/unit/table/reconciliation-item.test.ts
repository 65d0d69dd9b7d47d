import { expect, test } from '@jest/globals';
import { reconciliationFromItem } from '../../../shared/table/reconciliation-item.ts';
import { NOW } from '../domain/given.ts';

test('given a report from before carriers were compared, then it is one of payments', () => {
  const row = { account: 'stripe', day: 1, ranAt: NOW, theirs: 1, ours: 1, differences: [], unlisted: 0 };
  expect(reconciliationFromItem({ pk: 'RECONCILIATION', sk: '1#stripe', ...row })).toEqual({
    kind: 'payments',
    ...row,
  });
});
