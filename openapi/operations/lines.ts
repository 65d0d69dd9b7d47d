import { adviceQuery, comparisonQuery, linesQuery, renewalsQuery } from '../../functions/renewal-api/line-requests.ts';
import type { ProblemCode } from '../../shared/http/problem-texts/problem-text.ts';
import { json, type Operation } from '../operation.ts';
import { changed, read } from './reading.ts';

const BODY: readonly ProblemCode[] = ['bad_request', 'body_not_json', 'body_too_large'];

/** A person's lines: which there are, what they are called, and what each of them has and could have. */
export const LINE_OPERATIONS: readonly Operation[] = [
  {
    key: 'GET /v1/lines',
    id: 'listLines',
    tag: 'Lines',
    summary: 'Your SIMs',
    description: 'Twenty at a time; `cursor` of an answer asks for the next ones.',
    parameters: ['acceptLanguage', 'timeZone', 'ifNoneMatch'],
    query: linesQuery,
    answers: read('The SIMs.', 'Lines'),
    problems: ['bad_request'],
  },
  {
    key: 'POST /v1/lines',
    id: 'bindLine',
    tag: 'Lines',
    summary: 'Bind a SIM that you hold',
    description:
      'By its number (ICCID) and the code that came with it; spaces, hyphens and small letters do not count. Binding it again changes nothing. Ten tries an hour, of one person and for one SIM: whether a number exists cannot be found out.',
    parameters: ['acceptLanguage', 'timeZone'],
    body: 'LineBinding',
    answers: [
      {
        status: 201,
        description: 'It is yours.',
        content: json('Line'),
        headers: ['content-language', 'location', 'ratelimit-policy'],
      },
      {
        status: 200,
        description: 'It was yours.',
        content: json('Line'),
        headers: ['content-language', 'location', 'ratelimit-policy'],
      },
    ],
    problems: [...BODY, 'proof_not_accepted', 'line_bound', 'line_recycled', 'too_many_tries', 'busy'],
  },
  {
    key: 'PATCH /v1/lines/{lineId}',
    id: 'nameLine',
    tag: 'Lines',
    summary: 'Name a SIM',
    description: 'At most 40 characters; `null` takes the name away.',
    parameters: ['lineId', 'acceptLanguage', 'timeZone'],
    body: 'LineChange',
    answers: changed('The SIM.', 'Line'),
    problems: [...BODY, 'line_not_found'],
  },
  {
    key: 'DELETE /v1/lines/{lineId}',
    id: 'unbindLine',
    tag: 'Lines',
    summary: 'Unbind a SIM',
    description:
      'Takes it out of your account with its name and contacts; nobody is reminded of it any more. What you ordered stays yours. It can be bound again with its code.',
    parameters: ['lineId'],
    answers: [{ status: 204, description: 'It is yours no longer.', headers: ['ratelimit-policy'] }],
    problems: ['line_not_found'],
  },
  {
    key: 'GET /v1/lines/{lineId}/periods',
    id: 'listPeriods',
    tag: 'Lines',
    summary: 'What a SIM has',
    description: 'Running, waiting and, until the next renewal, ended.',
    parameters: ['lineId', 'acceptLanguage', 'ifNoneMatch'],
    answers: read('The periods.', 'Periods'),
    problems: ['line_not_found'],
  },
  {
    key: 'GET /v1/lines/{lineId}/renewals',
    id: 'listRenewals',
    tag: 'Lines',
    summary: 'What you ordered for a SIM',
    description: 'Newest first, twenty at a time; `cursor` of an answer asks for the next ones.',
    parameters: ['lineId', 'acceptLanguage', 'ifNoneMatch'],
    query: renewalsQuery,
    answers: read('The renewals.', 'Renewals'),
    problems: ['bad_request', 'line_not_found'],
  },
  {
    key: 'GET /v1/lines/{lineId}/comparison',
    id: 'comparePlans',
    tag: 'Lines',
    summary: 'Several plans beside each other',
    description:
      'The previews of `planIds`, in that order, or of all that the SIM can take, cheapest day first; at most 20.',
    parameters: ['lineId', 'acceptLanguage', 'timeZone', 'ifNoneMatch'],
    query: comparisonQuery,
    answers: read('The previews.', 'Comparison'),
    problems: ['bad_request', 'line_not_found'],
  },
  {
    key: 'GET /v1/lines/{lineId}/advice',
    id: 'adviseTrip',
    tag: 'Lines',
    summary: 'The cheapest way to stay connected until a departure',
    description:
      'At most six renewals, of plans that can be sold now and take nothing away. Whoever has enough is told so; no more is advised than is needed.',
    parameters: ['lineId', 'acceptLanguage', 'timeZone', 'ifNoneMatch'],
    query: adviceQuery,
    answers: read('The advice.', 'Advice'),
    problems: ['bad_request', 'line_not_found'],
  },
];
