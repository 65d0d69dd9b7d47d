import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Refusal } from '../errors.ts';
import type { Log } from '../runtime/deps.ts';
import { isDefect, isOutage, problem, problemStatus } from './problem.ts';
import type { ProblemCode } from './problem-texts/problem-text.ts';

export type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** A request that comes to no answer, as it is told to the caller. */
export interface Refused {
  readonly code: ProblemCode;
  readonly statusCode: number;
  readonly requestId: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly event: APIGatewayProxyEventV2;
}

type Telling = (refused: Refused) => APIGatewayProxyStructuredResultV2;

const inEnglish: Telling = ({ code, ...refused }) => problem(code, refused);

const named = (answer: APIGatewayProxyStructuredResultV2, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  ...answer,
  headers: { 'x-request-id': requestId, ...answer.headers },
});

/**
 * What every HTTP function has around it: each answer carries the request id, each refusal becomes a problem with a
 * stable code, and everything unexpected a 500 that tells nothing of our insides.
 */
export const chain = (log: Log, handler: Handler, tell: Telling = inEnglish) => {
  const refusal = (event: APIGatewayProxyEventV2, code: ProblemCode, details: Refused['details'] = {}) => {
    const { requestId } = event.requestContext;
    return named(tell({ code, statusCode: problemStatus(code), requestId, details, event }), requestId);
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use({
      after: (request) => {
        if (request.response) request.response = named(request.response, request.event.requestContext.requestId);
      },
      onError: (request) => {
        const { requestId } = request.event.requestContext;
        const { error } = request;
        if (error instanceof Refusal) {
          const facts = { requestId, route: request.event.routeKey, code: error.code };
          if (isDefect(error.code)) log.error('refused', { ...facts, error: error.cause ?? error });
          else if (isOutage(error.code)) log.warn('unavailable', { ...facts, error: error.cause ?? error });
          else log.info('refused', facts);
          request.response = refusal(request.event, error.code, error.details);
          return;
        }
        log.error('request failed', { requestId, route: request.event.routeKey, error });
        request.response = refusal(request.event, 'internal');
      },
    })
    .handler(handler);
};
