import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Backend } from './gateway/forward.ts';
import { jsonResponse } from './gateway/signed-request.ts';
import type { Matches } from './pattern.ts';

export interface BusRule {
  readonly name: string;
  readonly busName: string;
  readonly matches: Matches;
  readonly deliver: readonly ((event: unknown) => Promise<void>)[];
}

export interface EventBuses {
  addBus(name: string, arn: string): void;
  addRule(rule: BusRule): void;
  readonly backend: Backend;
}

const putEvents = z.object({
  Entries: z
    .array(
      z.object({
        EventBusName: z.string().optional(),
        Source: z.string().optional(),
        DetailType: z.string().optional(),
        Detail: z.string().optional(),
        Resources: z.array(z.string()).default([]),
      }),
    )
    .min(1)
    .max(10),
});
type Entry = z.infer<typeof putEvents>['Entries'][number];

/** A target that fails is tried again this often; then the event goes where the rule says, or is told and dropped. */
const MAX_TRIES = 3;

/**
 * EventBridge, as far as it is used: `PutEvents` onto named buses, rules with patterns, targets. An entry is accepted
 * only after its targets had it, so nothing accepted is lost with this process.
 */
export const eventBuses = (
  account: { readonly region: string; readonly accountId: string },
  now: () => number,
  failed: (message: string) => void,
): EventBuses => {
  const buses = new Set<string>();
  const rules: BusRule[] = [];

  const deliver = async (rule: BusRule, event: unknown): Promise<void> => {
    for (const target of rule.deliver) {
      for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
        try {
          await target(event);
          break;
        } catch (error) {
          if (attempt === MAX_TRIES) failed(`rule ${rule.name} could not deliver an event: ${String(error)}`);
        }
      }
    }
  };

  const put = async (entry: Entry): Promise<{ EventId?: string; ErrorCode?: string; ErrorMessage?: string }> => {
    const { EventBusName = 'default', Source, DetailType, Detail, Resources } = entry;
    const name = EventBusName.slice(EventBusName.lastIndexOf('/') + 1);
    if (!buses.has(name)) return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `no event bus ${name}` };
    const detail = parseObject(Detail);
    if (!Source || !DetailType || !detail)
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: 'Source, DetailType and a JSON object as Detail are needed',
      };
    const id = randomUUID();
    const event = {
      version: '0',
      id,
      'detail-type': DetailType,
      source: Source,
      account: account.accountId,
      time: new Date(now()).toISOString(),
      region: account.region,
      resources: Resources,
      detail,
    };
    const hit = rules.filter(({ busName, matches }) => busName === name && matches(event));
    await Promise.all(hit.map((rule) => deliver(rule, event)));
    return { EventId: id };
  };

  return {
    addBus(name, arn) {
      buses.add(name).add(arn.slice(arn.lastIndexOf('/') + 1));
    },
    addRule(rule) {
      rules.push(rule);
    },
    backend: async ({ operation, body }) => {
      if (operation !== 'PutEvents')
        return jsonResponse(400, { __type: 'UnknownOperationException', message: operation });
      const { Entries } = putEvents.parse(JSON.parse(body.toString('utf8')));
      const results = await Promise.all(Entries.map(put));
      const failures = results.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
      return jsonResponse(200, { FailedEntryCount: failures, Entries: results });
    },
  };
};

const parseObject = (text: string | undefined): object | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
