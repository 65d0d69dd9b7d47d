import {
  type PinpointSMSVoiceV2Client,
  PinpointSMSVoiceV2ServiceException,
  SendTextMessageCommand,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { attemptSend, type Timing } from './aws-attempt.ts';
import { refTags } from './message-ref.ts';
import type { Messenger } from './messenger.ts';

/**
 * How long the service may try to hand a text to a carrier. The texts name absolute times, so a late one is still
 * true; after this long whoever wanted to act on it has seen it elsewhere.
 */
const TIME_TO_LIVE_SECONDS = 6 * 60 * 60;

/** SMS by AWS End User Messaging (API reference "SMS and voice v2", SendTextMessage). */
export const awsSms = ({
  client,
  configurationSet,
  originationIdentity,
  ...timing
}: {
  /** Made with {@link SENDING_CLIENT}: what may be repeated is decided here. */
  readonly client: PinpointSMSVoiceV2Client;
  /** Reports deliveries as events. */
  readonly configurationSet: string;
  /** A number, sender id or pool. */
  readonly originationIdentity: string;
} & Timing): Messenger<'sms'> => ({
  send: ({ to, text, about }) =>
    attemptSend({
      send: (options) =>
        client.send(
          new SendTextMessageCommand({
            DestinationPhoneNumber: to,
            OriginationIdentity: originationIdentity,
            ConfigurationSetName: configurationSet,
            MessageBody: text,
            MessageType: 'TRANSACTIONAL',
            TimeToLive: TIME_TO_LIVE_SECONDS,
            Context: refTags(about),
          }),
          options,
        ),
      isServiceError: (error) => error instanceof PinpointSMSVoiceV2ServiceException,
      refusalCode,
      timing,
    }),
});

const refusalCode = (error: PinpointSMSVoiceV2ServiceException): string =>
  CODE_OF_REASON.get('Reason' in error ? error.Reason : undefined) ?? CODE_OF_NAME.get(error.name) ?? 'refused';

/** Reasons that concern the traveller's number; the rest concern how we are set up. */
const CODE_OF_REASON: ReadonlyMap<unknown, string> = new Map([
  ['DESTINATION_PHONE_NUMBER_OPTED_OUT', 'opted_out'],
  ['DESTINATION_PHONE_NUMBER_NOT_VERIFIED', 'number_not_verified'],
  ['DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE', 'number_blocked'],
  ['DESTINATION_COUNTRY_BLOCKED', 'country_blocked'],
  ['DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION', 'country_blocked'],
  ['COUNTRY_NOT_ENABLED', 'country_blocked'],
  ['INVALID_IDENTITY_FOR_DESTINATION_COUNTRY', 'country_blocked'],
]);

const CODE_OF_NAME: ReadonlyMap<string, string> = new Map([
  ['ValidationException', 'invalid'],
  ['ConflictException', 'not_possible'],
  ['AccessDeniedException', 'access_denied'],
  ['ResourceNotFoundException', 'sender_not_found'],
  ['ServiceQuotaExceededException', 'quota_exceeded'],
]);
