import { carrierFaults } from '../carrier/faults.ts';

/** The calls of the API by the names that rules use. */
const ENDPOINTS = [
  'auth',
  'get',
  'set_expiry_time',
  'activate',
  'deactivate',
  'suspend',
  'update_speed_class',
  'history',
  'audit_log',
] as const;

export type Endpoint = (typeof ENDPOINTS)[number];

export const openFaults = carrierFaults(ENDPOINTS);
export type Faults = ReturnType<typeof openFaults>;
