import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { answer, type Work } from '../carrier/answer.ts';
import type { Calls } from '../carrier/calls.ts';
import { STALE } from '../carrier/fault-kinds.ts';
import type { FaultTarget } from '../carrier/faults.ts';
import { jsonBody } from '../carrier/json-body.ts';
import { dialect, invalid } from './api-error.ts';
import { auditEntries } from './audit-log.ts';
import type { Endpoint, Faults } from './faults.ts';
import { expiryAction, simBody } from './sim.ts';
import type { Sims } from './sims.ts';
import type { Tokens } from './tokens.ts';

const auth = z.object({
  authKeyId: z.string(),
  authKey: z.string(),
  tokenTimeoutSeconds: z.int().min(1).max(172_800).default(86_400),
});
const expiry = z.object({ expiryTime: z.int().positive(), expiryAction: expiryAction.optional() });
const speedClass = z.object({
  speedClass: z.enum(['s1.minimum', 's1.slow', 's1.standard', 's1.fast', 's1.4xfast', 's1.8xfast']),
});
const range = z.object({
  from: z.coerce.number().default(0),
  to: z.coerce.number().default(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(1_000).default(30),
});

/** The part of Soracom's API that renewing needs (developers.soracom.io, "API reference"), under `/v1`. */
export const apiRoutes = (
  app: Hono,
  deps: {
    readonly sims: Sims;
    readonly tokens: Tokens;
    readonly calls: Calls;
    readonly faults: Faults;
    readonly now: () => number;
  },
): void => {
  const { sims, tokens, calls, now } = deps;
  const answering = { ...deps, dialect };

  const aim = (endpoint: Endpoint, simId: string | null): FaultTarget<Endpoint> => ({
    endpoint,
    carrierRef: simId,
    iccid: simId === null ? null : (sims.find(simId)?.iccid ?? null),
  });

  /** Every call but the authentication itself shows its token. */
  const withToken = (c: Context, target: FaultTarget<Endpoint>, work: Work): Promise<Response> =>
    answer(c, answering, target, (take) => {
      tokens.check(c.req.header('x-soracom-api-key'), c.req.header('x-soracom-token'));
      return work(take);
    });

  app.post('/v1/auth', async (c) => {
    const body = await jsonBody(c);
    return answer(c, answering, aim('auth', null), () => {
      const { authKeyId, authKey, tokenTimeoutSeconds } = read(auth, body);
      return tokens.issue(authKeyId, authKey, tokenTimeoutSeconds);
    });
  });

  app.get('/v1/sims/:id', (c) => {
    return withToken(c, aim('get', c.req.param('id')), (take) => {
      const sim = sims.get(c.req.param('id'));
      const { before, lastModifiedTime } = sim;
      const isStale = before !== null && take(STALE, ({ staleMs }) => now() < lastModifiedTime + staleMs);
      return simBody(isStale ? { ...sim, ...before } : sim);
    });
  });

  app.post('/v1/sims/:id/set_expiry_time', async (c) => {
    const body = await jsonBody(c);
    return withToken(c, aim('set_expiry_time', c.req.param('id')), () => {
      const { expiryTime, expiryAction = 'doNothing' } = read(expiry, body);
      return simBody(sims.setExpiry(c.req.param('id'), { expiryTime, expiryAction }));
    });
  });

  app.post('/v1/sims/:id/activate', (c) =>
    withToken(c, aim('activate', c.req.param('id')), () =>
      simBody(sims.change(c.req.param('id'), { status: 'active' })),
    ),
  );

  app.post('/v1/sims/:id/deactivate', (c) =>
    withToken(c, aim('deactivate', c.req.param('id')), () =>
      simBody(sims.change(c.req.param('id'), { status: 'inactive' })),
    ),
  );

  app.post('/v1/sims/:id/suspend', (c) =>
    withToken(c, aim('suspend', c.req.param('id')), () =>
      simBody(sims.change(c.req.param('id'), { status: 'suspended' })),
    ),
  );

  app.post('/v1/sims/:id/update_speed_class', async (c) => {
    const body = await jsonBody(c);
    return withToken(c, aim('update_speed_class', c.req.param('id')), () =>
      simBody(sims.change(c.req.param('id'), read(speedClass, body))),
    );
  });

  app.get('/v1/sims/:id/statuses/history', (c) =>
    withToken(c, aim('history', c.req.param('id')), () => {
      const { from, to, limit } = read(range, c.req.query());
      const changes = sims.history(c.req.param('id'));
      return changes.filter(({ time }) => time >= from && time <= to).slice(0, limit);
    }),
  );

  app.get('/v1/audit_logs/api', (c) => {
    const { from_epoch_ms: from, to_epoch_ms: to, limit, api_kind: kind } = c.req.query();
    return withToken(c, aim('audit_log', null), () =>
      auditEntries(calls.list(), read(range, { from, to, limit }), kind),
    );
  });
};

const read = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> => {
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(z.prettifyError(result.error));
  return result.data;
};
