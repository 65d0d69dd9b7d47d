import { choosePorts, lastEndpoints } from './ports.ts';

const NAMES = [
  'issuer',
  'control',
  'stripe',
  'soracom',
  'mailbox',
  'paypal',
  'airalo',
  'esimaccess',
  'esimgo',
] as const;

/** Everything that has a port of its own beside the front. */
export type SideUrls = Readonly<Record<(typeof NAMES)[number], string>>;

/** Where each was at the last start, as far as that is still free. */
export const sideUrls = async (home: string): Promise<SideUrls> => {
  const last = lastEndpoints(home);
  const ports = await choosePorts(NAMES.map((name) => last?.[name]));
  const url = (name: (typeof NAMES)[number]): string => `http://127.0.0.1:${ports[NAMES.indexOf(name)]}`;
  return {
    issuer: url('issuer'),
    control: url('control'),
    stripe: url('stripe'),
    soracom: url('soracom'),
    mailbox: url('mailbox'),
    paypal: url('paypal'),
    airalo: url('airalo'),
    esimaccess: url('esimaccess'),
    esimgo: url('esimgo'),
  };
};
