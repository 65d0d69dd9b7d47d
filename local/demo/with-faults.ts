import { anything, faults as faultsAnswer } from './answers.ts';
import { call } from './http.ts';

/** Lets a simulator misbehave as told while `run` runs, then as it did before. */
export const withFaults = async <T>(
  simulatorUrl: string,
  faults: Readonly<Record<string, unknown>>,
  run: () => Promise<T>,
): Promise<T> => {
  const url = `${simulatorUrl}/_sim/faults`;
  const before = await call(faultsAnswer, url);
  await call(anything, url, { method: 'PUT', body: { ...before, ...faults } });
  try {
    return await run();
  } finally {
    await call(anything, url, { method: 'PUT', body: before });
  }
};
