import { Hono } from 'hono';
import { openCalls } from '../carrier/calls.ts';
import { callControl } from '../carrier/control.ts';
import { carrierWebhooks } from '../carrier/webhooks.ts';
import type { Simulator, Surroundings } from '../simulator.ts';
import { apiRoutes, type Platform } from './api.ts';
import { callbackDispatch } from './callbacks.ts';
import { type CatalogueBundle, JAPAN } from './catalogue.ts';
import { esimControl } from './control.ts';
import { openEsims } from './esims.ts';
import { openFaults } from './faults.ts';
import { iccidText } from './iccid-text.ts';
import { openOrganisation } from './organisation.ts';
import { overviewPage } from './page.ts';

interface EsimGoConfig {
  /** The one key of the organisation: calls carry it, callbacks are signed with it. */
  readonly apiKey: string;
  /** Where callbacks go; asked for each one. */
  readonly callbackUrl: () => string;
  readonly catalogue?: readonly CatalogueBundle[];
  /** At the start, in main units of the currency. */
  readonly balance?: number;
  readonly currency?: string;
  /** How long what is assigned is `processing`: usually an instant. */
  readonly processingMs?: number;
  /** Writes ICCIDs without quotation marks, as the documentation's examples do. */
  readonly iccidsAsNumbers?: boolean;
}

/** eSIM Go as a brand meets it: bundles that are bought for eSIMs and wait for their turn. All of it outlives the process. */
export const createEsimGo =
  (config: EsimGoConfig) =>
  (surroundings: Surroundings): Simulator => {
    const { records, now } = surroundings;
    const { apiKey, callbackUrl, catalogue = JAPAN } = config;
    const { balance = 1_000, currency = 'USD', processingMs = 0, iccidsAsNumbers = false } = config;
    const app = new Hono();
    const organisation = openOrganisation(records, { balance, currency, processingMs, iccidsAsNumbers });
    const platform: Platform = {
      esims: openEsims(records, now),
      organisation,
      catalogue,
      calls: openCalls(records, now),
      faults: openFaults(records),
      now,
      apiKey,
      callbackUrl,
      write: iccidText(() => organisation.get().iccidsAsNumbers),
    };
    const { calls, faults, esims } = platform;
    const webhooks = carrierWebhooks(app, surroundings, callbackDispatch(apiKey, callbackUrl));
    apiRoutes(app, platform);
    callControl(app, { calls, faults });
    esimControl(app, platform, webhooks);
    app.get('/', (c) =>
      c.html(
        overviewPage(
          { esims: esims.list(), organisation: organisation.get(), now: now() },
          { calls: calls.list(), faults: faults.read(), webhooks: webhooks.shown() },
        ),
      ),
    );
    app.notFound((c) => c.json({ message: 'Not Found' }, 404));
    return { app, stop: webhooks.stop };
  };
