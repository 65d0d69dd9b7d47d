import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { dynamoStore } from '../shared/table/dynamo-store.ts';
import { accounts } from './accounts.ts';
import { movableClock } from './cloud/clock.ts';
import { startCloud } from './cloud/cloud.ts';
import { type RunningServer, serveOn } from './cloud/gateway/gateway.ts';
import { synthesize } from './cloud/synthesize.ts';
import { control } from './control.ts';
import { serveFront } from './front.ts';
import { takeHome } from './home.ts';
import { type Endpoints, endpointsFile } from './ports.ts';
import { secretValues } from './secret-values.ts';
import { addLine, parseLineSpec } from './seed/lines.ts';
import { seed } from './seed/seed.ts';
import type { Settings } from './settings.ts';
import { sideUrls } from './side-urls.ts';
import { simulatorsOf, startSimulators } from './simulated.ts';
import { openRecords } from './simulators/records.ts';
import { startPage } from './start-page/start-page.ts';

export interface Instance {
  readonly endpoints: Endpoints;
  stop(): Promise<void>;
}

/**
 * Starts everything on this machine and writes down where it is.
 *
 * @throws CannotStart, Unsupported with one clear sentence
 */
export const startInstance = async ({ home, port, fresh }: Settings): Promise<Instance> => {
  const taken = takeHome(home, fresh);
  const front = await serveFront(port);
  const records = openRecords(join(home, 'cloud.sqlite'));
  const clock = movableClock(records);
  const known = accounts(records);
  const urls = await sideUrls(home);
  const controls = await serveControls(urls.control);

  const [simulators, assemblyFolder] = await Promise.all([
    startSimulators(home, clock.offsetMs(), simulatorsOf(known, urls, front.url)),
    synthesize(home, { stage: 'local', publicUrl: front.url, issuerUrl: urls.issuer }),
  ]);
  clock.onJump((offsetMs) => simulators.jump(offsetMs));
  const cloud = await startCloud({
    ...{ home, assemblyFolder, records, clock, mailboxUrl: urls.mailbox },
    secretValues: secretValues(known, urls, front.url),
  });

  const seeding = {
    store: dynamoStore(cloud.dynamo, cloud.tableName),
    carriers: {
      soracom: urls.soracom,
      airalo: urls.airalo,
      esimaccess: urls.esimaccess,
      esimgo: urls.esimgo,
      manual: undefined,
    },
    now: clock.now,
  };
  await seed(seeding);
  cloud.run();
  controls.open(control({ cloud, clock, addLine: (spec) => addLine(seeding, parseLineSpec(spec)) }));
  const endpoints: Endpoints = { api: front.url, ...urls, aws: cloud.awsUrl, pid: process.pid };
  front.open(cloud.serveApi, () => startPage(endpoints));
  writeWhole(endpointsFile(home), `${JSON.stringify(endpoints, null, 2)}\n`);

  return {
    endpoints,
    async stop() {
      await front.close();
      await controls.close();
      await cloud.stop();
      await simulators.stop();
      records.close();
      taken.release();
    },
  };
};

/** Listens at once, so that nobody else takes the port while everything starts; until then there is nothing to control. */
const serveControls = async (url: string): Promise<RunningServer & { open(app: Hono): void }> => {
  let current = new Hono();
  const server = await serveOn(
    Number(new URL(url).port),
    (request, response) => void getRequestListener((asked, env) => current.fetch(asked, env))(request, response),
  );
  return {
    ...server,
    open(app) {
      current = app;
    },
  };
};

/** Readers see the old file or the new one, never a part. */
const writeWhole = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
};
