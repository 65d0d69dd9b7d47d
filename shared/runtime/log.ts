import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from './deps.ts';

type Facts = Readonly<Record<string, unknown>>;

/** Names whose values never reach a log, whatever passes them. */
const REDACTED = new Set(['authorization', 'body', 'email', 'phone', 'text', 'to', 'url', 'apiKey', 'token']);

const safe = (facts: Facts): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (REDACTED.has(name)) return [name, '[redacted]'];
      return name === 'error' && !(value instanceof Error) ? [name, String(value)] : [name, value];
    }),
  );

/** Structured JSON lines; service name and level come from the environment as Powertools defines them. */
export const powertoolsLog = (logger = new Logger()): Log => ({
  info: (message, facts = {}) => logger.info(message, safe(facts)),
  warn: (message, facts = {}) => logger.warn(message, safe(facts)),
  error: (message, facts = {}) => logger.error(message, safe(facts)),
});
