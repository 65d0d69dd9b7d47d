import type { ContactChannel } from '../domain/contact/contact.ts';
import { type LineId, lineId } from '../domain/values/ids.ts';
import { addressName } from '../runtime/address-name.ts';
import { type Key, lineKey } from './keys.ts';

export const verificationKey = (line: LineId, channel: ContactChannel): Key => ({
  pk: lineKey(line).pk,
  sk: `VERIFY#${channel}`,
});

export const numberPk = (number: string): string => `NUMBER#${addressName('sms', number)}`;

export const numberKey = (number: string, line: LineId): Key => ({ pk: numberPk(number), sk: line });

export const lineOfNumberKey = ({ sk }: Key): LineId => lineId(sk);

export const counterKey = (name: string): Key => ({ pk: `COUNT#${name}`, sk: 'COUNT' });
