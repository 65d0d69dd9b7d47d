import type { JobToDo } from '../../shared/app/manual-jobs.ts';
import type { JobAnswer, ManualJob } from '../../shared/domain/activation/manual-job.ts';
import type { PersonId, RenewalId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';
import { jsonBody } from '../../shared/http/body.ts';
import { parse } from '../../shared/http/parse.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { openJobsPk } from '../../shared/table/keys.ts';
import type { AnsweredJobAnswer, JobsAnswer } from './answers.ts';
import { answeredJobView, jobView } from './job-view.ts';
import { jobAnswer, jobsQuery } from './requests.ts';
import { decodeCursor, encodeCursor, json, type Route, renewalIn } from './route.ts';

export interface JobDeps {
  /** Names of the brand's accounts at carriers. */
  readonly carriers: readonly string[];
  readonly jobs: (
    account: string,
    cursor?: string,
  ) => Promise<{ readonly jobs: readonly JobToDo[]; readonly cursor?: string }>;
  readonly answerJob: (by: PersonId, id: RenewalId, answer: JobAnswer) => Promise<ManualJob>;
  readonly log: Log;
}

/** What people carry out at carriers that have no API. */
export const jobRoutes = ({ carriers, jobs, answerJob, log }: JobDeps): Readonly<Record<string, Route>> => ({
  'GET /v1/activation-jobs': async (event) => {
    const { account, cursor } = parse(jobsQuery, event.queryStringParameters ?? {});
    if (!carriers.includes(account)) throw new Refusal('carrier_not_found');
    const page = await jobs(account, cursor && decodeCursor(cursor, openJobsPk(account)));
    return json<JobsAnswer>({
      jobs: page.jobs.map(jobView),
      ...(page.cursor !== undefined && { cursor: encodeCursor(page.cursor) }),
    });
  },

  'POST /v1/activation-jobs/{renewalId}': async (event, staff) => {
    const id = renewalIn(event, 'job_not_found');
    const answer = parse(jobAnswer, jsonBody(event));
    const job = await answerJob(staff, id, answer);
    log.info('activation job answered', { renewalId: id, outcome: answer.outcome, by: staff });
    return json<AnsweredJobAnswer>(answeredJobView(job));
  },
});
