import {
  active,
  bothActive,
  byPeople,
  type CarrierName,
  type Cell,
  figure,
  impossible,
  notSold,
  recycled,
  refunded,
} from './outcome.ts';

type Row = Readonly<Record<CarrierName, Cell>>;

const NO_API = impossible('no API is called');
const HAS_API = impossible('an API, and no person');
const NO_CREDIT = impossible('traffic is billed as it is used');
const NO_PRICE = impossible('nothing is bought');
const AT_ONCE = impossible('what it takes on is done when it answers');
const NOT_TOLD = impossible('no answer means it');
const NO_FIGURES = impossible('it counts no allowance');
const NO_NOTICES = impossible('people send none');

/** The same at each carrier that has an API. */
const anyApi = (cell: Cell): Row => ({
  soracom: cell,
  airalo: cell,
  esimaccess: cell,
  esimgo: cell,
  manual: NO_API,
});

/** Only by people. */
const people = (cell: Cell): Row => ({
  soracom: HAS_API,
  airalo: HAS_API,
  esimaccess: HAS_API,
  esimgo: HAS_API,
  manual: byPeople(cell),
});

const ONCE = { called: 1 };
const TWICE = { called: 2 };
const NEVER = { called: 0 };

/** Each fault that carriers can have, and what comes of it, written down before it is tried. */
export const TABLE = {
  // What becomes of the call is not clear, and it was carried out: looked for, and not made again.
  'success, then time-out': anyApi(active(ONCE)),
  "answer slower than the function's limit": anyApi(active(ONCE)),
  'response lost after success': anyApi(active(ONCE)),
  '500 that succeeded': anyApi(active(ONCE)),
  'malformed 200': anyApi(active(ONCE)),
  'HTML 200': anyApi(active(ONCE)),
  'killed while it is being called': anyApi(active(ONCE)),

  // It was not carried out, which only some can prove.
  'connection lost before success': { ...anyApi(active(TWICE)), esimgo: refunded('not_activated', ONCE) },
  '429 with Retry-After': anyApi(active(TWICE)),

  'ten minutes of processing': {
    soracom: AT_ONCE,
    airalo: AT_ONCE,
    esimaccess: AT_ONCE,
    esimgo: active(ONCE),
    manual: impossible('people take longer: see below'),
  },
  'stale record': { ...anyApi(active(ONCE)), manual: impossible('the job is the record') },

  'insufficient float, when ordered': {
    soracom: NO_CREDIT,
    airalo: notSold('carrier_float_low'),
    esimaccess: notSold('carrier_float_low'),
    esimgo: notSold('carrier_float_low'),
    manual: NO_CREDIT,
  },
  'insufficient float, filled up in time': {
    soracom: NO_CREDIT,
    airalo: active(TWICE),
    esimaccess: active(TWICE),
    // It is asked with an order that only validates first.
    esimgo: active(ONCE),
    manual: NO_CREDIT,
  },
  'insufficient float until the deadline': {
    soracom: NO_CREDIT,
    airalo: refunded('deadline_passed', ONCE),
    esimaccess: refunded('deadline_passed', ONCE),
    esimgo: refunded('deadline_passed', NEVER),
    manual: NO_CREDIT,
  },

  'recycled ICCID, when ordered': {
    soracom: impossible('it is not asked before payment'),
    airalo: recycled(notSold('line_recycled')),
    esimaccess: recycled(notSold('line_recycled')),
    // It says no more than that the SIM is not, or not any more, the brand's.
    esimgo: notSold('plan_not_available'),
    manual: NO_API,
  },
  'recycled ICCID, when activated': {
    soracom: recycled(refunded('carrier_refused', NEVER)),
    airalo: recycled(refunded('carrier_refused', ONCE)),
    esimaccess: recycled(refunded('carrier_refused', ONCE)),
    esimgo: refunded('carrier_refused', NEVER),
    manual: impossible('a person refuses: see below'),
  },

  'price raised between quote and activation': {
    soracom: NO_PRICE,
    // Its orders take no price: the brand pays more.
    airalo: active(ONCE),
    esimaccess: refunded('carrier_refused', NEVER),
    esimgo: refunded('carrier_refused', NEVER),
    manual: NO_PRICE,
  },
  'price raised while it is being bought': {
    soracom: NO_PRICE,
    airalo: active(ONCE),
    // Bought at the price that was named or not at all; then asked for the price again.
    esimaccess: active(TWICE),
    // An order takes no price, only the validation before it tells one.
    esimgo: active(ONCE),
    manual: NO_PRICE,
  },

  'maintenance announced, over in time': { ...anyApi(active(ONCE)), manual: byPeople(active(ONCE)) },
  'maintenance announced, too long': {
    ...anyApi(notSold('carrier_maintenance')),
    manual: byPeople(notSold('carrier_maintenance')),
  },
  'maintenance told when ordered': {
    soracom: NOT_TOLD,
    airalo: notSold('carrier_maintenance'),
    esimaccess: NOT_TOLD,
    esimgo: notSold('carrier_maintenance'),
    manual: NO_API,
  },
  'maintenance told when activated': {
    soracom: NOT_TOLD,
    airalo: active(TWICE),
    esimaccess: NOT_TOLD,
    esimgo: active(TWICE),
    manual: NO_API,
  },

  'five failures in a row, ordered meanwhile': anyApi(notSold('carrier_unavailable')),
  'five failures in a row, paid before': anyApi(active(ONCE)),

  'two renewals of one line, paid at once': { ...anyApi(bothActive()), manual: byPeople(bothActive()) },

  'a person does it': people(active(NEVER)),
  'a person refuses': people(refunded('carrier_refused', NEVER)),
  'nobody does it until the deadline': people(refunded('deadline_passed', NEVER)),

  'webhook lost': {
    soracom: NO_FIGURES,
    airalo: figure('old until somebody looks, then read'),
    esimaccess: figure('old until somebody looks, then read'),
    esimgo: figure('old until somebody looks, then read'),
    manual: NO_NOTICES,
  },
  'webhook sent twice': {
    soracom: figure('taken both times, nothing to read'),
    airalo: figure('taken both times, the same figure'),
    esimaccess: figure('taken both times, the same figure'),
    esimgo: figure('taken both times, the same figure'),
    manual: NO_NOTICES,
  },
  'webhooks in the wrong order': {
    soracom: NO_FIGURES,
    airalo: figure('the newest figure'),
    esimaccess: figure('the newest figure'),
    esimgo: figure('the newest figure'),
    manual: NO_NOTICES,
  },
  'webhook badly signed': {
    soracom: figure('refused, nothing read'),
    airalo: figure('refused, nothing read'),
    esimaccess: figure('refused, nothing read'),
    esimgo: figure('refused, nothing read'),
    manual: NO_NOTICES,
  },
  'stale usage': {
    soracom: NO_FIGURES,
    airalo: figure('old as long as the carrier is, then read'),
    esimaccess: figure('old as long as the carrier is, then read'),
    esimgo: figure('old as long as the carrier is, then read'),
    manual: NO_FIGURES,
  },
} as const satisfies Readonly<Record<string, Row>>;

export type Fault = keyof typeof TABLE;

export const FAULTS = Object.keys(TABLE) as readonly Fault[];

export const cellOf = (fault: Fault, carrier: CarrierName): Cell => TABLE[fault][carrier];
