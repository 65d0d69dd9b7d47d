import { stageConfig } from '../infra/config.ts';
import type { Accounts } from './rules.ts';

const STAGES = ['local', 'dev', 'prod'];

/** A plan may be sold in some stages only: what no stage has is a slip. */
export const accountsOfAllStages = (): Accounts =>
  Object.fromEntries(
    STAGES.flatMap((stage) => stageConfig((key) => (key === 'stage' ? stage : undefined)).carriers).map(
      ({ name, provider }) => [name, provider],
    ),
  );
