import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Refusal } from '../errors.ts';
import type { Log } from '../runtime/deps.ts';
import { isDefect, isOutage, type ProblemCode, problem, problemStatus } from './problem.ts';

export type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** How a refusal is told to callers who expect another form than problem+json. */
type Refused = (
  code: ProblemCode,
  statusCode: number,
  requestId: string,
  details: Readonly<Record<string, unknown>>,
) => APIGatewayProxyStructuredResultV2;

const problemAnswer: Refused = (code, _statusCode, requestId, details) => problem(code, requestId, details);

const named = (answer: APIGatewayProxyStructuredResultV2, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  ...answer,
  headers: { 'x-request-id': requestId, ...answer.headers },
});

/**
 * What every HTTP function has around it: each answer carries the request id, each refusal becomes a problem with a
 * stable code, and everything unexpected a 500 that tells nothing of our insides.
 */
export const chain = (log: Log, handler: Handler, refused: Refused = problemAnswer) =>
  middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
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
          request.response = named(refused(error.code, problemStatus(error.code), requestId, error.details), requestId);
          return;
        }
        log.error('request failed', { requestId, route: request.event.routeKey, error });
        request.response = named(refused('internal', problemStatus('internal'), requestId, {}), requestId);
      },
    })
    .handler(handler);
