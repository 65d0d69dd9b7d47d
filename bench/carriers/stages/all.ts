import type { Stage } from '../stage.ts';
import { airalo } from './airalo.ts';
import { esimaccess } from './esimaccess.ts';
import { esimgo } from './esimgo.ts';
import { soracom } from './soracom.ts';

export const STAGES: readonly Stage[] = [soracom, airalo, esimaccess, esimgo];
