import type * as z from 'zod';
import type { Endpoints } from '../ports.ts';
import type { Person } from '../seed/people.ts';
import { token } from './answers.ts';
import { call } from './http.ts';

/** Somebody who is logged in and asks the API about their SIM. */
export interface Traveller {
  readonly person: Person;
  get<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>>;
  order<T extends z.ZodType>(schema: T, body: unknown, idempotencyKey: string): Promise<z.output<T>>;
}

/** Logs in for each request: a token lasts an hour of a clock that is moved by days. */
export const traveller = ({ api, issuer }: Endpoints, person: Person): Traveller => {
  const authorization = async () => {
    const { access_token } = await call(token, `${issuer}/token`, { method: 'POST', body: { sub: person.sub } });
    return { authorization: `Bearer ${access_token}` };
  };
  return {
    person,
    get: async (schema, path) => call(schema, `${api}/v1${path}`, { headers: await authorization() }),
    order: async (schema, body, idempotencyKey) =>
      call(schema, `${api}/v1/renewals`, {
        method: 'POST',
        headers: { ...(await authorization()), 'idempotency-key': idempotencyKey },
        body,
      }),
  };
};
