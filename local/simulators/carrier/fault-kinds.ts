import * as z from 'zod';

const status = z.int().min(400).max(599);
const delayMs = z.int().min(0).max(600_000);
/** Longer than any carrier settles. */
const staleMs = z.int().min(0).max(86_400_000);
const carriedOut = z.boolean().default(true);

/** What goes wrong on purpose at every carrier, each kind with its settings. */
export const SHARED_KINDS = {
  /** The connection breaks before any work is done. */
  down: z.object({}),
  /** An error instead of any work; `retryAfter` is the header as it is sent. */
  status: z.object({ status, retryAfter: z.string().optional() }),
  /** The carrier says no, with nothing changed; left out, as it says so usually. */
  refuse: z.object({ status: z.int().min(200).max(499).optional(), code: z.string().optional() }),
  /** The work is done and the connection breaks before the answer. */
  lost_response: z.object({}),
  /** The work is done and the answer comes late, in real time. */
  slow: z.object({ delayMs }),
  /** The work is done and a 500 says otherwise. */
  error_after_success: z.object({}),
  /** A page with status 200, as something on the way answers. */
  html: z.object({ carriedOut }),
  /** Status 200 with JSON that is not what was promised: of the wrong shape, or cut off in the middle. */
  malformed: z.object({ shape: z.enum(['wrong', 'cut']).default('wrong'), carriedOut }),
} as const;

/** A kind of fault that endpoints take by themselves, because only they know what it means. */
export interface FaultKind<Settings extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly settings: Settings;
}

/** `settings` is a `z.object(…)`: what a rule says besides its kind and the calls that it meets. */
export const faultKind = <Settings extends z.ZodObject>(name: string, settings: Settings): FaultKind<Settings> => ({
  name,
  settings,
});

/** Things are shown as they were before their last change, until that is so long ago; on the clock that can be moved. */
export const STALE = faultKind('stale', z.object({ staleMs }));

const answerFault = z.discriminatedUnion('fault', [
  SHARED_KINDS.down.extend({ fault: z.literal('down') }),
  SHARED_KINDS.status.extend({ fault: z.literal('status') }),
  SHARED_KINDS.refuse.extend({ fault: z.literal('refuse') }),
  SHARED_KINDS.lost_response.extend({ fault: z.literal('lost_response') }),
  SHARED_KINDS.slow.extend({ fault: z.literal('slow') }),
  SHARED_KINDS.error_after_success.extend({ fault: z.literal('error_after_success') }),
  SHARED_KINDS.html.extend({ fault: z.literal('html') }),
  SHARED_KINDS.malformed.extend({ fault: z.literal('malformed') }),
]);

type AnswerFault = z.output<typeof answerFault>;

/** Met instead of the work. */
export type Obstacle = Extract<AnswerFault, { fault: 'down' | 'status' | 'refuse' | 'html' | 'malformed' }>;
/** Met once the work is done. */
export type Distortion = Extract<
  AnswerFault,
  { fault: 'lost_response' | 'slow' | 'error_after_success' | 'html' | 'malformed' }
>;

/** The rule as an obstacle; `undefined` for what is none. */
export const obstacleOf = (rule: unknown): Obstacle | undefined => {
  const fault = answerFault.safeParse(rule).data;
  switch (fault?.fault) {
    case 'down':
    case 'status':
    case 'refuse':
      return fault;
    case 'html':
    case 'malformed':
      return fault.carriedOut ? undefined : fault;
    case 'lost_response':
    case 'slow':
    case 'error_after_success':
    case undefined:
      return undefined;
  }
};

/** The rule as a distortion; `undefined` for what is none. */
export const distortionOf = (rule: unknown): Distortion | undefined => {
  const fault = answerFault.safeParse(rule).data;
  switch (fault?.fault) {
    case 'lost_response':
    case 'slow':
    case 'error_after_success':
      return fault;
    case 'html':
    case 'malformed':
      return fault.carriedOut ? fault : undefined;
    case 'down':
    case 'status':
    case 'refuse':
    case undefined:
      return undefined;
  }
};
