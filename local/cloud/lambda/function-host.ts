import { randomUUID } from 'node:crypto';
import { type ExecutionEnvironment, executionEnvironment, type InvocationResult } from './environment.ts';

export interface FunctionDefinition {
  /** Readable and unique: the construct's own name. */
  readonly name: string;
  readonly arn: string;
  readonly folder: string;
  readonly handler: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

export interface FunctionCounts {
  invocations: number;
  errors: number;
}

export interface FunctionHost {
  define(definition: FunctionDefinition): void;
  /** By name or ARN. Waits for a free environment when all of them are busy. */
  invoke(nameOrArn: string, event: unknown): Promise<InvocationResult>;
  has(nameOrArn: string): boolean;
  counts(): Readonly<Record<string, FunctionCounts>>;
  /** Waits for what runs, then ends every environment. */
  stop(): Promise<void>;
}

/** Environments of one function at the same time: enough to show races, few enough for a small machine. */
const MAX_ENVIRONMENTS = 4;

interface Pool {
  readonly definition: FunctionDefinition;
  readonly idle: ExecutionEnvironment[];
  readonly waiting: ((environment: ExecutionEnvironment) => void)[];
  readonly counts: FunctionCounts;
  open: number;
}

/** Runs function bundles on worker threads, each with its own environment variables, time limit and memory figure. */
export const functionHost = (clock: SharedArrayBuffer, log: (name: string, chunk: Buffer) => void): FunctionHost => {
  const pools = new Map<string, Pool>();
  const running = new Set<Promise<unknown>>();
  let stopped = false;

  const poolOf = (nameOrArn: string): Pool => {
    const pool = pools.get(nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1));
    if (!pool) throw new Error(`no such function: ${nameOrArn}`);
    return pool;
  };

  const open = ({ definition }: Pool): ExecutionEnvironment => {
    const { name, arn, folder, handler, memoryMb, variables } = definition;
    return executionEnvironment(
      { folder, handler, clock, functionName: name, functionArn: arn, memoryMb },
      variables,
      (chunk) => log(name, chunk),
    );
  };

  const acquire = async (pool: Pool): Promise<ExecutionEnvironment> => {
    const idle = pool.idle.pop();
    if (idle?.alive) return idle;
    if (idle) pool.open -= 1;
    if (pool.open < MAX_ENVIRONMENTS) {
      pool.open += 1;
      return open(pool);
    }
    return new Promise((resolve) => pool.waiting.push(resolve));
  };

  const release = (pool: Pool, environment: ExecutionEnvironment): void => {
    const next = pool.waiting.shift();
    const usable = environment.alive ? environment : undefined;
    if (next) next(usable ?? open(pool));
    else if (usable) pool.idle.push(usable);
    else pool.open -= 1;
  };

  const run = async (pool: Pool, event: unknown): Promise<InvocationResult> => {
    const environment = await acquire(pool);
    pool.counts.invocations += 1;
    const result = await environment.invoke({
      requestId: randomUUID(),
      payload: JSON.stringify(event),
      deadlineAt: Date.now() + pool.definition.timeoutMs,
    });
    release(pool, environment);
    if (!result.ok) {
      pool.counts.errors += 1;
      log(pool.definition.name, Buffer.from(`${JSON.stringify({ level: 'ERROR', platform: true, ...result })}\n`));
    }
    return result;
  };

  return {
    define(definition) {
      pools.set(definition.name, { definition, idle: [], waiting: [], counts: { invocations: 0, errors: 0 }, open: 0 });
    },
    has: (nameOrArn) => pools.has(nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1)),
    async invoke(nameOrArn, event) {
      if (stopped) return { ok: false, errorType: 'Host.Stopped', errorMessage: 'the local cloud is stopping' };
      const invocation = run(poolOf(nameOrArn), event);
      running.add(invocation);
      try {
        return await invocation;
      } finally {
        running.delete(invocation);
      }
    },
    counts: () => Object.fromEntries([...pools].map(([name, { counts }]) => [name, { ...counts }])),
    async stop() {
      stopped = true;
      await Promise.allSettled(running);
      await Promise.all([...pools.values()].flatMap(({ idle }) => idle.map((environment) => environment.stop())));
    },
  };
};
