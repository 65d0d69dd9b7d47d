import type { CarrierHealth, MaintenanceWindow, WholesaleMoney } from '../../shared/domain/carrier/health.ts';
import { Refusal } from '../../shared/errors.ts';
import { jsonBody } from '../../shared/http/body.ts';
import { parse } from '../../shared/http/parse.ts';
import type { Clock, Log } from '../../shared/runtime/deps.ts';
import type { CarrierAnswer, CarriersAnswer } from './answers.ts';
import { carrierView } from './carrier-view.ts';
import { maintenanceRequest } from './requests.ts';
import { json, type Route } from './route.ts';

export interface CarrierDeps {
  /** Names of the brand's accounts at carriers. */
  readonly carriers: readonly string[];
  readonly floorOf: (account: string) => WholesaleMoney | undefined;
  readonly health: (account: string) => Promise<{ readonly health: CarrierHealth }>;
  readonly announceMaintenance: (account: string, windows: readonly MaintenanceWindow[]) => Promise<CarrierHealth>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the carriers are, and when they are serviced. */
export const carrierRoutes = (deps: CarrierDeps): Readonly<Record<string, Route>> => {
  const { carriers, floorOf, health, announceMaintenance, clock, log } = deps;
  const view = (account: string, of: CarrierHealth) => carrierView(account, of, floorOf(account), clock());
  return {
    'GET /v1/carriers': async () => {
      const found = await Promise.all(carriers.map(async (account) => view(account, (await health(account)).health)));
      return json<CarriersAnswer>({ carriers: found });
    },

    'PUT /v1/carriers/{account}/maintenance': async (event, staff) => {
      const account = event.pathParameters?.['account'] ?? '';
      if (!carriers.includes(account)) throw new Refusal('carrier_not_found');
      const { windows } = parse(maintenanceRequest, jsonBody(event));
      const next = await announceMaintenance(account, windows);
      log.info('maintenance announced', { account, windows: windows.length, by: staff });
      return json<CarrierAnswer>(view(account, next));
    },
  };
};
