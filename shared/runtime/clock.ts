import { instant } from '../domain/values/instant.ts';
import type { Clock } from './deps.ts';

export const systemClock: Clock = () => instant(Date.now());
