import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Where } from '../../shared/app/contacts/bind-contact.ts';
import type { Wish } from '../../shared/app/contacts/subscription.ts';
import { ownLine } from '../../shared/app/read-lines.ts';
import { CONTACT_CHANNELS } from '../../shared/domain/contact/contact.ts';
import type { Verification } from '../../shared/domain/contact/verification.ts';
import type { Line } from '../../shared/domain/line/line.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import type { CountryVerdict } from '../../shared/domain/spend/sms-policy.ts';
import type { LineId, PersonId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';
import { jsonBody } from '../../shared/http/body.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { acceptedLanguage } from '../../shared/http/language.ts';
import { parse } from '../../shared/http/parse.ts';
import { inTheirLanguage } from '../../shared/http/spoken-problem.ts';
import type { Caller } from '../../shared/http/token.ts';
import type { Clock, Log } from '../../shared/runtime/deps.ts';
import type { ContactStore } from '../../shared/table/contact-store.ts';
import type { Store } from '../../shared/table/store.ts';
import type { ContactsAnswer, PendingAnswer } from './answers.ts';
import { addressRequests, channelIn, codeShown, languageWish, lineIn, subscriptionWish } from './requests.ts';
import { contactsView, pendingView } from './view.ts';
import { CONSENT_WORDING } from './words.ts';

interface Deps {
  readonly verify: (authorization: string | undefined) => Promise<Caller>;
  readonly store: Pick<Store, 'line'>;
  readonly contacts: Pick<ContactStore, 'verification'>;
  readonly askForCode: (where: Where, address: string) => Promise<Verification>;
  readonly verifyContact: (where: Where, code: string, wording: string) => Promise<Line>;
  readonly setSubscription: (where: Where, wish: Wish) => Promise<Line>;
  readonly setLanguage: (owner: PersonId, lineId: LineId, language: Language) => Promise<Line>;
  readonly removeAddress: (where: Where) => Promise<Line>;
  /** Whether SMS go to the country of a number. */
  readonly country: (number: string) => CountryVerdict;
  readonly clock: Clock;
  readonly log: Log;
}

interface Asked {
  readonly event: APIGatewayProxyEventV2;
  readonly person: PersonId;
  readonly language: Language;
}
type Route = (asked: Asked) => Promise<APIGatewayProxyStructuredResultV2>;

/** How the owner of a line is reached. What belongs to somebody else is answered like what does not exist. */
export const contactsApi = (deps: Deps) => {
  const routes = new Map(Object.entries(routesOf(deps)));
  return chain(
    deps.log,
    async (event) => {
      const route = routes.get(event.routeKey);
      if (!route) throw new Refusal('not_found');
      const headers = lowerCaseHeaders(event);
      const { person } = await deps.verify(headers['authorization']);
      return route({ event, person, language: acceptedLanguage(headers['accept-language']) });
    },
    inTheirLanguage,
  );
};

const whereIn = ({ event, person }: Asked): Where => ({
  owner: person,
  lineId: lineIn(event.pathParameters),
  channel: channelIn(event.pathParameters),
});

const routesOf = (deps: Deps): Readonly<Record<string, Route>> => {
  const show = async (line: Line, language: Language): Promise<APIGatewayProxyStructuredResultV2> => {
    const waiting = await Promise.all(
      CONTACT_CHANNELS.map((channel) => deps.contacts.verification(line.lineId, channel)),
    );
    return answer(200, contactsView(line.contacts, waiting, language, deps.clock()), language);
  };

  return {
    'GET /v1/lines/{lineId}/contacts': async ({ event, person, language }) =>
      show(await ownLine(deps.store, person, lineIn(event.pathParameters)), language),

    'PUT /v1/lines/{lineId}/contacts/{channel}': async (asked) => {
      const where = whereIn(asked);
      const { address } = parse(addressRequests[where.channel], jsonBody(asked.event));
      if (where.channel === 'sms' && deps.country(address).kind === 'refused') throw new Refusal('country_not_served');
      return answer(202, pendingView(await deps.askForCode(where, address)), asked.language);
    },

    'POST /v1/lines/{lineId}/contacts/{channel}/verification': async (asked) => {
      const where = whereIn(asked);
      const { code, wording } = parse(codeShown, jsonBody(asked.event));
      requirePresent(wording);
      return show(await deps.verifyContact(where, code, wording), asked.language);
    },

    'PUT /v1/lines/{lineId}/contacts/{channel}/subscription': async (asked) => {
      const where = whereIn(asked);
      const wish = parse(subscriptionWish, jsonBody(asked.event));
      if (wish.subscribed) requirePresent(wish.wording);
      return show(await deps.setSubscription(where, wish), asked.language);
    },

    'DELETE /v1/lines/{lineId}/contacts/{channel}': async (asked) =>
      show(await deps.removeAddress(whereIn(asked)), asked.language),

    'PUT /v1/lines/{lineId}/language': async ({ event, person, language }) => {
      const { language: wanted } = parse(languageWish, jsonBody(event));
      return show(await deps.setLanguage(person, lineIn(event.pathParameters), wanted), language);
    },
  };
};

/** Nobody has agreed to a text that they were not shown. @throws Refusal `consent_outdated` */
const requirePresent = (wording: string): void => {
  if (wording !== CONSENT_WORDING) throw new Refusal('consent_outdated');
};

const answer = (
  statusCode: number,
  value: ContactsAnswer | PendingAnswer,
  language: Language,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    'content-language': language,
    'cache-control': 'no-store',
    vary: 'accept-language',
  },
  body: JSON.stringify(value),
});
