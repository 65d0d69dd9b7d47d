import * as z from 'zod';
import { type FaultSwitch as CommonSwitch, commonFaults, createFaultSwitch } from '../payment-provider/faults.ts';
import type { Records } from '../records.ts';

export const faultsSchema = z.strictObject(commonFaults);

export type Faults = z.output<typeof faultsSchema>;
export type FaultSwitch = CommonSwitch<Faults>;

export const faultSwitch = (records: Records): FaultSwitch =>
  createFaultSwitch(records, (stored) => faultsSchema.parse(stored));
