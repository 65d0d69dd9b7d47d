/** Every function signs with a key of its own, so each request says who made it. */
const PREFIX = 'local-';

export const accessKeyOf = (functionName: string): string => PREFIX + functionName;

/** The function behind a key, or `other`. */
export const callerOf = (accessKeyId: string): string =>
  accessKeyId.startsWith(PREFIX) ? accessKeyId.slice(PREFIX.length) : 'other';
