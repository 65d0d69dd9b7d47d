import { randomInt } from 'node:crypto';
import { CODE_DIGITS } from '../../domain/contact/verification.ts';

export const newCode = (): string => String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
