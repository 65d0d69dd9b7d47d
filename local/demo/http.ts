import * as z from 'zod';
import { StepFailed } from './failure.ts';

const TIMEOUT_MS = 35_000;
/** So much of an unexpected answer is shown. */
const MAX_SHOWN = 400;

interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/**
 * One HTTP request whose answer has to fit.
 *
 * @throws StepFailed that shows what came instead
 */
export const call = async <T extends z.ZodType>(
  schema: T,
  url: string,
  { method = 'GET', headers = {}, body }: Request = {},
): Promise<z.output<T>> => {
  const { status, text } = await send(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const shown = `${method} ${url} answered ${status}: ${text.slice(0, MAX_SHOWN)}`;
  if (status < 200 || status > 299) throw new StepFailed(shown);
  const parsed = schema.safeParse(json(text));
  if (!parsed.success) throw new StepFailed(`${shown}\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

const send = async (url: string, request: RequestInit): Promise<{ status: number; text: string }> => {
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new StepFailed(`${request.method} ${url} got no answer: ${reason(error)}.`, { cause: error });
  }
};

const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
