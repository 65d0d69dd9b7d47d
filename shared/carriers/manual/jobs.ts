import type { JobTerms, ManualJob, OpenJob } from '../../domain/activation/manual-job.ts';
import type { RenewalId } from '../../domain/values/ids.ts';

/** Where jobs are kept. What was written is there for whoever reads next. */
export interface Jobs {
  manualJob(reference: RenewalId): Promise<ManualJob | undefined>;
  /** Answers the job that is there already, if there is one. */
  createManualJob(job: OpenJob): Promise<ManualJob | undefined>;
  /** Saves only while the job is open and asks for the end that was seen. */
  saveManualJob(seen: JobTerms, next: ManualJob): Promise<boolean>;
}
