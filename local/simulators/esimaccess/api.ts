import type { Hono } from 'hono';
import * as z from 'zod';
import { answer } from '../carrier/answer.ts';
import type { Calls } from '../carrier/calls.ts';
import type { FaultTarget, Take } from '../carrier/faults.ts';
import { dialect, ok, refusal } from './api-error.ts';
import type { Esims } from './esims.ts';
import { BUSY, type Endpoint, type Faults } from './faults.ts';
import type { Gate } from './gate.ts';
import type { orders } from './orders.ts';
import type { queries } from './queries.ts';

type EndpointWork = (body: unknown, take: Take) => object;

/** However a request names its SIM. */
const names = z.object({
  esimTranNo: z.string().optional().catch(undefined),
  iccid: z.string().optional().catch(undefined),
  esimTranNoList: z.array(z.string()).optional().catch(undefined),
});

/** The part of the Partner API that renewing needs (docs.esimaccess.com), under `/api/v1/open`. */
export const apiRoutes = (
  app: Hono,
  deps: {
    readonly esims: Esims;
    readonly calls: Calls;
    readonly faults: Faults;
    readonly gate: Gate;
    readonly reading: ReturnType<typeof queries>;
    readonly ordering: ReturnType<typeof orders>;
  },
): void => {
  const { esims, gate, reading, ordering } = deps;
  const answering = { ...deps, dialect };

  const aim = (endpoint: Endpoint, body: unknown): FaultTarget<Endpoint> => {
    const { esimTranNo, iccid, esimTranNoList } = names.safeParse(body).data ?? {};
    const carrierRef = esimTranNo || esimTranNoList?.[0];
    const esim = carrierRef ? esims.find(carrierRef) : iccid ? esims.holder(iccid) : undefined;
    return { endpoint, carrierRef: esim?.esimTranNo ?? carrierRef ?? null, iccid: esim?.iccid ?? iccid ?? null };
  };

  const serve = (path: string, endpoint: Endpoint, work: EndpointWork): void => {
    app.all(`/api/v1/open${path}`, async (c) => {
      const text = await c.req.text();
      const body = parsed(text);
      return answer(c, answering, aim(endpoint, body), (take) => {
        if (take(BUSY)) throw refusal('900001');
        gate.check({ method: c.req.method, header: (name) => c.req.header(name), text });
        if (body === undefined) throw refusal('000104');
        return ok(work(body, take));
      });
    });
  };

  serve('/package/list', 'package_list', reading.packageList);
  serve('/esim/query', 'query', reading.query);
  serve('/esim/usage/query', 'usage', reading.usage);
  serve('/balance/query', 'balance', reading.balance);
  serve('/esim/topup', 'topup', ordering.topUp);
  serve('/esim/suspend', 'suspend', ordering.suspend);
  serve('/esim/unsuspend', 'unsuspend', ordering.unsuspend);
};

/** An empty body is as good as `{}`, as in the first example of the documentation. */
const parsed = (text: string): unknown => {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
};
