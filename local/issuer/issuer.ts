import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import * as z from 'zod';
import { findLogin, type Login, PEOPLE, type Person, SUPPORT } from '../seed/people.ts';
import type { Simulator, Surroundings } from '../simulators/simulator.ts';
import { peoplePage, tokenPage } from './pages.ts';
import { signingKey } from './signing-key.ts';
import { TOKEN_LIFETIME_SECONDS, tokenFor } from './tokens.ts';

interface IssuerConfig {
  /** The `iss` of every token, without a trailing slash; asked for each time, for it may not be known at the start. */
  readonly issuerUrl: () => string;
  /** The `aud` of every token. */
  readonly audience: string;
  /** Where the API is, for the command lines on the page. */
  readonly apiUrl: () => string;
}

const tokenRequest = z.object({ sub: z.string() });

/** Pages that run on this machine may ask for tokens; others may not read what they get. */
const LOCAL_ORIGIN = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * Stands in for the brand's login: signs tokens for the seeded people, whoever asks, and publishes its key the way
 * OpenID Connect Discovery 1.0 says.
 */
export const createIssuer =
  ({ issuerUrl, audience, apiUrl }: IssuerConfig) =>
  ({ records, now }: Surroundings): Simulator => {
    const app = new Hono();
    const key = signingKey(records);
    const token = (login: Login): Promise<string> => tokenFor(login, key, { issuer: issuerUrl(), audience }, now());

    app.use(cors({ origin: (origin) => (LOCAL_ORIGIN.test(origin) ? origin : null) }));

    app.get('/.well-known/openid-configuration', (context) =>
      context.json({
        issuer: issuerUrl(),
        jwks_uri: `${issuerUrl()}/.well-known/jwks.json`,
        token_endpoint: `${issuerUrl()}/token`,
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      }),
    );
    app.get('/.well-known/jwks.json', (context) => context.json({ keys: [key.publicJwk] }));

    app.post('/token', async (context) => {
      const asked = tokenRequest.safeParse(await context.req.json().catch(() => undefined));
      if (!asked.success) return refuse(context, 'invalid_request', 'Send JSON: {"sub": "…"}.');
      const login = findLogin(asked.data.sub);
      if (!login) return refuse(context, 'unknown_person', `The people here are ${names()}.`);
      context.header('cache-control', 'no-store');
      return context.json({
        access_token: await token(login),
        token_type: 'Bearer',
        expires_in: TOKEN_LIFETIME_SECONDS,
      });
    });

    app.get('/people', (context) => context.json(PEOPLE.map(publicFacts)));

    app.get('/', (context) => context.html(peoplePage(PEOPLE, SUPPORT)));
    app.post('/', async (context) => {
      const { sub } = await context.req.parseBody();
      const login = typeof sub === 'string' ? findLogin(sub) : undefined;
      if (!login) return context.html(peoplePage(PEOPLE, SUPPORT), 400);
      context.header('cache-control', 'no-store');
      return context.html(tokenPage(login, example(login), await token(login), { issuer: issuerUrl(), api: apiUrl() }));
    });
    return { app };
  };

/** Named as RFC 6749, section 5.2, names them. */
const refuse = (context: Context, error: string, description: string): Response =>
  context.json({ error, error_description: description }, 400);

const names = (): string => [...PEOPLE, SUPPORT].map(({ sub }) => sub).join(', ');

/** What a token is good for first. */
const example = ({ sub }: Login): string => {
  const person = PEOPLE.find((each) => each.sub === sub);
  return person ? `/v1/lines/${person.lineId}` : '/v1/reviews';
};

const publicFacts = ({ sub, name, contacts, lineId, otherLineIds }: Person) => ({
  sub,
  name,
  language: contacts.language,
  lineIds: [lineId, ...otherLineIds],
});
