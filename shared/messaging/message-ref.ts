import * as z from 'zod/mini';
import type { ContactChannel } from '../domain/contact/contact.ts';
import { noticeClaimId, reminderClaimId } from '../domain/reminder/claim.ts';
import { isLineId, isRenewalId, type LineId, type RenewalId } from '../domain/values/ids.ts';

/**
 * What a message is about, so that whatever is reported of it later finds its claim and its contact without a search.
 * It travels with the provider (tags of SES, context of End User Messaging) and holds nothing personal.
 */
export type MessageRef =
  | {
      readonly kind: 'reminder';
      readonly lineId: LineId;
      readonly expiryVersion: number;
      readonly claimId: string;
      /** The version of the contact that it went to. */
      readonly contact: string;
    }
  | {
      readonly kind: 'notice';
      readonly renewalId: RenewalId;
      readonly claimId: string;
      readonly contact: string;
    }
  /** A code that verifies an address: nothing is bound yet. */
  | { readonly kind: 'code'; readonly lineId: LineId };

/**
 * Names and values that both services take: letters, digits, dashes and underscores (SES v2, MessageTag), at most five
 * (SMS and voice v2, Context). The channel follows from whoever brings them back.
 */
export const refTags = (ref: MessageRef): Record<string, string> => {
  switch (ref.kind) {
    case 'reminder': {
      const { kind, lineId, expiryVersion, claimId, contact } = ref;
      return { kind, line: lineId, version: String(expiryVersion), message: messageOf(claimId), contact };
    }
    case 'notice':
      return { kind: ref.kind, renewal: ref.renewalId, message: messageOf(ref.claimId), contact: ref.contact };
    case 'code':
      return { kind: ref.kind, line: ref.lineId };
  }
};

/** A claim's id is its message and its channel. */
const messageOf = (claimId: string): string => claimId.slice(0, claimId.lastIndexOf('.'));

const line = z.string().check(z.refine(isLineId));
const renewal = z.string().check(z.refine(isRenewalId));
const message = z.string().check(z.regex(/^[\w-]{1,40}$/));
const contact = z.string().check(z.regex(/^[0-9a-z]{1,10}$/));

const tags = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reminder'), line, version: z.string().check(z.regex(/^\d{1,9}$/)), message, contact }),
  z.object({ kind: z.literal('notice'), renewal, message, contact }),
  z.object({ kind: z.literal('code'), line }),
]);

/** `undefined` for what is none of ours. */
export const refFromTags = (given: unknown, channel: ContactChannel): MessageRef | undefined => {
  const parsed = tags.safeParse(given);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  switch (data.kind) {
    case 'reminder': {
      if (!isLineId(data.line)) return undefined;
      const claimId = reminderClaimId(data.message, channel);
      return {
        kind: data.kind,
        lineId: data.line,
        expiryVersion: Number(data.version),
        claimId,
        contact: data.contact,
      };
    }
    case 'notice':
      return isRenewalId(data.renewal)
        ? {
            kind: data.kind,
            renewalId: data.renewal,
            claimId: noticeClaimId(data.message, channel),
            contact: data.contact,
          }
        : undefined;
    case 'code':
      return isLineId(data.line) ? { kind: data.kind, lineId: data.line } : undefined;
  }
};
