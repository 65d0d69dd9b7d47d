import { relative } from 'node:path';
import { CannotStart } from './cannot-start.ts';
import { Unsupported } from './cloud/unsupported.ts';
import { type Instance, startInstance } from './instance.ts';
import { readSettings, requireNode } from './settings.ts';

/** 128 and the number of SIGINT, as shells tell it. */
const INTERRUPTED = 130;

/** `npm start`: everything on this machine until Ctrl-C. */
const main = async (): Promise<void> => {
  requireNode(process.version);
  const settings = readSettings(process.env, process.argv.slice(2), process.cwd());
  console.log('Keizoku is starting: synthesizing the template, then running it here …');
  const instance = await startInstance(settings);
  stopOnSignal(instance);
  console.log(welcome(instance, relative(process.cwd(), settings.home) || settings.home));
};

const welcome = ({ endpoints }: Instance, home: string): string => `
Keizoku runs on this machine.
  start page and API   ${endpoints.api}
  phone and mailbox    ${endpoints.mailbox}
  payment providers    ${endpoints.stripe}   (simulated Stripe)
                       ${endpoints.paypal}   (simulated PayPal)
  carriers             ${endpoints.soracom}   (simulated Soracom)
                       ${endpoints.airalo}   (simulated Airalo)
                       ${endpoints.esimaccess}   (simulated eSIM Access)
                       ${endpoints.esimgo}   (simulated eSIM Go)
  tokens               ${endpoints.issuer}
  clock and schedules  ${endpoints.control}

Try it: open the start page, or run "npm run demo" in another terminal.
Ctrl-C stops it and keeps everything in ${home}; "npm start -- --fresh" starts anew.`;

const stopOnSignal = (instance: Instance): void => {
  let stopping = false;
  const stop = (): void => {
    // Asked a second time, there is no more waiting; what is stored is safe at any moment.
    if (stopping) process.exit(INTERRUPTED);
    stopping = true;
    console.log('\nStopping: what is under way comes to its end …');
    instance.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

const fail = (error: unknown): never => {
  const expected = error instanceof CannotStart || error instanceof Unsupported;
  if (error instanceof Unsupported)
    console.error(`The local cloud does not understand the template: ${error.message}.`);
  else console.error(expected ? error.message : error);
  process.exit(1);
};

main().catch(fail);
