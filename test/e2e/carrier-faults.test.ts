import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { keyOf, triedCells } from './carrier-faults/cells.ts';
import { circuits } from './carrier-faults/circuit.ts';
import { credits } from './carrier-faults/credit.ts';
import { killed } from './carrier-faults/killed.ts';
import { announced, told } from './carrier-faults/maintenance.ts';
import { oneSimSuite, oneSimSuiteAround } from './carrier-faults/one-sim-suites.ts';
import { CARRIERS } from './carrier-faults/outcome.ts';
import { pairs, people } from './carrier-faults/pairs-and-people.ts';
import { recycledWhenOrdered } from './carrier-faults/recycled-when-ordered.ts';
import { cellOf, FAULTS } from './carrier-faults/table.ts';
import { webhooks } from './carrier-faults/webhooks.ts';
import { productForTests } from './instance.ts';

/** What is expected stands in carrier-faults/table.ts, and nowhere else. */
describe('each fault at each carrier', () => {
  const { around, product } = productForTests();
  const events = () => readFileSync(join(product().home, 'logs/aws-events-keizoku-local.log'), 'utf8');

  recycledWhenOrdered(around);
  pairs(around);
  oneSimSuite(
    around,
    'an answer that says nothing certain',
    // Fewer than stop all calls to a carrier.
    'response lost after success',
    '500 that succeeded',
    'malformed 200',
    'HTML 200',
  );
  oneSimSuite(
    around,
    'one SIM',
    '429 with Retry-After',
    'ten minutes of processing',
    'stale record',
    'recycled ICCID, when activated',
    'price raised between quote and activation',
    'price raised while it is being bought',
    'connection lost before success',
  );
  oneSimSuiteAround(
    around,
    'an answer that comes too late',
    ['success, then time-out', "answer slower than the function's limit"],
    () => webhooks(around),
  );
  announced(around);
  told(around);
  credits(around, events);
  circuits(around);
  people(around);
  killed(around, product);

  describe('the table', () => {
    const cells = FAULTS.flatMap((fault) => CARRIERS.map((carrier) => ({ fault, carrier })));

    test.each(cells)('has an outcome for $fault at $carrier, which is tried, or says why there is none', (cell) => {
      const { kind, text } = cellOf(cell.fault, cell.carrier);
      if (kind === 'impossible') expect(text).toMatch(/^impossible: \w/);
      expect(triedCells().has(keyOf(cell))).toBe(kind !== 'impossible');
    });
  });

  test('in all this no function asked for anything that its role does not allow', () => {
    const log = join(product().home, 'logs/cloud.log');
    expect(existsSync(log) ? readFileSync(log, 'utf8') : '').not.toContain('is not authorized');
  });
});
