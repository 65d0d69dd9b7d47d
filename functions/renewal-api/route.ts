import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { PaymentMethod } from '../../shared/domain/payment/payment.ts';
import type { Language, Plan } from '../../shared/domain/plan/plan.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { PersonId } from '../../shared/domain/values/ids.ts';
import type { lowerCaseHeaders } from '../../shared/http/headers.ts';
import type { Clock } from '../../shared/runtime/deps.ts';
import type {
  LineAnswer,
  LinkAnswer,
  LinksAnswer,
  PlansAnswer,
  PreviewAnswer,
  ReceiptAnswer,
  RenewalAnswer,
} from './answers.ts';
import type { AdviceAnswer, ComparisonAnswer, LinesAnswer, PeriodsAnswer, RenewalsAnswer } from './line-answers.ts';
import { renewalView } from './renewal-view.ts';

/** Who asks for what. */
export interface Request {
  readonly event: APIGatewayProxyEventV2;
  readonly headers: ReturnType<typeof lowerCaseHeaders>;
  readonly person: PersonId;
  /** Works for the brand. */
  readonly isStaff: boolean;
  readonly language: Language;
  /** IANA name of the zone that they come from, where they tell it. */
  readonly home?: string;
}

export type Route = (request: Request) => Promise<APIGatewayProxyStructuredResultV2>;
export type Routes = Readonly<Record<string, Route>>;

/** What every answer about a renewal or a price needs to know. */
export interface ShowingDeps {
  /** How a price in this currency may be paid. */
  readonly methods: (currency: string) => readonly PaymentMethod[];
  readonly clock: Clock;
}

/** Every way to pay it, in any of its currencies. */
export const methodsFor = ({ prices }: Plan, methods: ShowingDeps['methods']): readonly PaymentMethod[] => [
  ...new Set(prices.flatMap(({ currency }) => methods(currency))),
];

/** The renewal as it stands, in the caller's language. */
export const show =
  ({ methods, clock }: ShowingDeps) =>
  (renewal: Renewal, language: Language, statusCode = 200, headers: Readonly<Record<string, string>> = {}) => {
    const view = renewalView(renewal, language, clock(), methods(renewal.price.currency));
    return answer(statusCode, view, language, headers);
  };

type Answer =
  | LineAnswer
  | LinkAnswer
  | LinksAnswer
  | LinesAnswer
  | PeriodsAnswer
  | PlansAnswer
  | PreviewAnswer
  | ComparisonAnswer
  | AdviceAnswer
  | RenewalAnswer
  | RenewalsAnswer
  | ReceiptAnswer;

export const answer = (
  statusCode: number,
  value: Answer,
  language: Language,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    'content-language': language,
    'cache-control': 'no-store',
    vary: 'accept-language, time-zone',
    ...headers,
  },
  body: JSON.stringify(value),
});
