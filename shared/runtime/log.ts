import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from './deps.ts';
import { redacted, redactedText } from './redaction.ts';

type Facts = Readonly<Record<string, unknown>>;

const safe = (facts: Facts): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [redactedText(name), redacted(value, name)]));

/** Structured JSON lines; service name and level come from the environment as Powertools defines them. */
export const powertoolsLog = (logger = new Logger()): Log => ({
  info: (message, facts = {}) => logger.info(redactedText(message), safe(facts)),
  warn: (message, facts = {}) => logger.warn(redactedText(message), safe(facts)),
  error: (message, facts = {}) => logger.error(redactedText(message), safe(facts)),
});
