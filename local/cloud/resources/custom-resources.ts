import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import * as z from 'zod';
import { CannotStart } from '../../cannot-start.ts';
import type { CreateResource } from '../deployment.ts';
import type { FunctionHost } from '../lambda/function-host.ts';
import { count } from './kind.ts';

const properties = z.looseObject({ ServiceToken: z.string(), ServiceTimeout: count.default(60) });
const answer = z.looseObject({ Status: z.enum(['SUCCESS', 'FAILED']), Reason: z.string().default('') });

type Answer = z.output<typeof answer>;

/**
 * A resource that a function of the template makes: it is invoked as CloudFormation does, and answers over HTTP. Each
 * start is a creation.
 */
export const customResourceKind =
  (functions: Pick<FunctionHost, 'invoke'>): CreateResource =>
  async ({ logicalId, type, properties: given }) => {
    const { ServiceToken: arn, ServiceTimeout: limitSeconds } = properties.parse(given);
    const answers = await receiveAnswer();
    try {
      const event = {
        RequestType: 'Create',
        ResponseURL: answers.url,
        StackId: 'local',
        RequestId: randomUUID(),
        LogicalResourceId: logicalId,
        ResourceType: type,
        ResourceProperties: given,
      };
      const result = await functions.invoke(arn, event);
      if (!result.ok) throw new Error(`${arn}: ${result.errorType} ${result.errorMessage}`);
      const { Status, Reason } = await within(limitSeconds * 1_000, answers.answer);
      if (Status === 'FAILED')
        throw new CannotStart(`The deployment fails: ${Reason}.\n"npm start -- --fresh" starts with an empty table.`);
      return { ref: logicalId };
    } finally {
      await answers.close();
    }
  };

const within = <T>(limitMs: number, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error('no answer came within its time')), limitMs).unref();
    }),
  ]);

/** One address for one answer, as CloudFormation signs it. */
const receiveAnswer = async (): Promise<{ url: string; answer: Promise<Answer>; close(): Promise<void> }> => {
  const told = Promise.withResolvers<Answer>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      response.end();
      try {
        told.resolve(answer.parse(JSON.parse(body)));
      } catch (error) {
        told.reject(error);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('nothing listens for the answer');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    answer: told.promise,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
