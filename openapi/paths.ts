import { problemStatus } from '../shared/http/problem.ts';
import type { ProblemCode } from '../shared/http/problem-texts/problem-text.ts';
import { type Example, examplesOf, named, requestExamples } from './examples.ts';
import type { DocumentedAnswer, Operation } from './operation.ts';
import { type HeaderName, PARAMETERS } from './parameters.ts';
import { problemMeaning, problemName } from './problems.ts';
import { inlineSchema, schemaRef } from './schemas.ts';

/** Everybody who has to log in may be told these. */
const ALWAYS: readonly ProblemCode[] = ['unauthenticated', 'issuer_unavailable', 'internal'];

/** The same of those who come by a link. */
const ALWAYS_BY_LINK: readonly ProblemCode[] = ['link_not_valid', 'link_expired', 'internal'];

/** A webhook's sender chooses; what is verified are the bytes. */
const ANYTHING = { 'application/json': {}, 'application/x-www-form-urlencoded': {} };

export const problemsOf = ({ problems, isPublic, byLink, tag }: Operation): readonly ProblemCode[] => [
  ...new Set([
    ...problems,
    ...(isPublic ? [] : byLink ? ALWAYS_BY_LINK : ALWAYS),
    ...(TRAVELLERS.has(tag) ? TOLD_ZONE : []),
  ]),
];

/** A `Time-Zone` that is none is told on every route, before anything is done. */
const TOLD_ZONE: readonly ProblemCode[] = ['bad_request'];
const TRAVELLERS: ReadonlySet<Operation['tag']> = new Set(['Lines', 'Renewals']);

/** One operation as OpenAPI has it. */
export const toOperation = (operation: Operation) => {
  const { id, tag, summary, description, isPublic, byLink, body } = operation;
  const examples = examplesOf(id);
  const parameters = parametersOf(operation, examples);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(isPublic && { security: [] }),
    ...(byLink && { security: [{ link: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody:
        body === 'any'
          ? { required: true, content: ANYTHING }
          : {
              required: true,
              content: { 'application/json': { schema: schemaRef(body), ...requestExamples(examples) } },
            },
    }),
    responses: responsesOf(operation, examples),
  };
};

const parametersOf = ({ parameters = [], query }: Operation, examples: readonly Example[]) => {
  const { properties = {}, required = [] } = query ? inlineSchema(query) : {};
  return [
    ...parameters.map((name) => {
      const { in: place, name: header } = PARAMETERS[name];
      if (place !== 'path') return { $ref: `#/components/parameters/${name}` };
      return { ...PARAMETERS[name], ...named(examples, ({ path }) => path?.[header]) };
    }),
    ...Object.entries(properties).map(([name, schema]) => ({
      name,
      in: 'query',
      required: required.includes(name),
      schema,
      ...named(examples, ({ query: asked }) => asked?.[name]),
    })),
  ];
};

const responsesOf = (operation: Operation, examples: readonly Example[]) => {
  const byStatus = Map.groupBy(problemsOf(operation), problemStatus);
  return Object.fromEntries([
    ...operation.answers.map((answer) => [String(answer.status), answerOf(answer, examples)]),
    ...[...byStatus].map(([status, codes]) => [String(status), refusalOf(status, codes, examples)]),
  ]);
};

const answerOf = (
  { status, description, content = {}, headers = [] }: DocumentedAnswer,
  examples: readonly Example[],
) => ({
  description,
  headers: headersOf(['x-request-id', ...headers]),
  ...(Object.keys(content).length > 0 && {
    content: Object.fromEntries(
      Object.entries(content).map(([type, schema]) => [
        type,
        {
          schema: schema === 'text' ? { type: 'string' } : schema === 'json' ? { type: 'object' } : schemaRef(schema),
          ...(type === 'application/json' &&
            named(examples, (example) => (example.status === status ? example.answer : undefined))),
        },
      ]),
    ),
  }),
});

const refusalOf = (status: number, codes: readonly ProblemCode[], examples: readonly Example[]) => {
  const [code, ...others] = codes;
  const names = codes.map(problemName);
  return {
    description: codes.map((each) => `\`${each}\`: ${problemMeaning(each)}`).join('\n\n'),
    headers: headersOf(['x-request-id', 'content-language', ...headersOfStatus(status)]),
    content: {
      'application/problem+json': {
        schema:
          code !== undefined && others.length === 0
            ? schemaRef(problemName(code))
            : { oneOf: names.map(schemaRef), discriminator: discriminator(codes) },
        ...named(examples, (example) => (example.status === status ? example.answer : undefined)),
      },
    },
  };
};

const discriminator = (codes: readonly ProblemCode[]) => ({
  propertyName: 'code',
  mapping: Object.fromEntries(codes.map((code) => [code, schemaRef(problemName(code)).$ref])),
});

const headersOfStatus = (status: number): readonly HeaderName[] => {
  if (status === 401) return ['www-authenticate'];
  return status === 503 || status === 429 ? ['retry-after'] : [];
};

const headersOf = (names: readonly HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
