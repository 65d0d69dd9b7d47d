import { callerOf } from '../callers.ts';
import type { Account } from '../deployment.ts';
import type { Backend } from '../gateway/forward.ts';
import { type AwsRequest, type AwsResponse, awsError } from '../gateway/signed-request.ts';
import { permissionsNeeded } from './needed.ts';
import { allows, type Permission, type Statement } from './policy.ts';

/** What each function's role allows. A request that is not made with a function's key is a person's, and passes. */
export interface Rights {
  grant(roleName: string, statements: readonly Statement[]): void;
  assume(functionName: string, roleArn: string): void;
  /** What of this the role does not allow. */
  missing(roleArn: string, needed: readonly Permission[]): readonly Permission[];
  roleOf(functionName: string): string | undefined;
  /** Refuses what the caller's role does not allow, and names the statement that is missing. */
  guard(backend: Backend): Backend;
}

export const rights = (account: Account, refused: (message: string) => void): Rights => {
  const statements = new Map<string, Statement[]>();
  const roles = new Map<string, string>();
  const nameOf = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf('/') + 1);

  const missing = (roleArn: string, needed: readonly Permission[]): readonly Permission[] =>
    needed.filter((permission) => !allows(statements.get(nameOf(roleArn)) ?? [], permission));

  return {
    grant(roleName, more) {
      statements.set(roleName, [...(statements.get(roleName) ?? []), ...more]);
    },
    assume(functionName, roleArn) {
      roles.set(functionName, roleArn);
    },
    missing,
    roleOf: (functionName) => roles.get(functionName),
    guard: (backend) => async (request) => {
      const caller = callerOf(request.accessKeyId);
      const role = roles.get(caller);
      if (role === undefined) return backend(request);
      const [lacking] = missing(role, permissionsNeeded(request, account));
      if (!lacking) return backend(request);
      const message = whatIsMissing(caller, role, lacking);
      refused(message);
      return denied(request, message);
    },
  };
};

export const whatIsMissing = (functionName: string, role: string, { action, resource }: Permission): string =>
  `${functionName} is not authorized to perform ${action} on ${resource}: its role ${role} has no statement ` +
  JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource });

const denied = ({ service }: AwsRequest, message: string): AwsResponse => {
  if (service !== 'sns') return awsError(403, 'AccessDeniedException', message);
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>${text}</Message></Error></ErrorResponse>`;
  return { status: 403, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
};
