import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Refused } from './chain.ts';
import { lowerCaseHeaders } from './headers.ts';
import { acceptedLanguage } from './language.ts';
import { problem } from './problem.ts';
import { PROBLEM_TEXTS } from './problem-texts/problem-texts.ts';

/** A problem for people, in the language that they asked for. */
export const inTheirLanguage = ({ code, event, ...refused }: Refused): APIGatewayProxyStructuredResultV2 => {
  const language = acceptedLanguage(lowerCaseHeaders(event)['accept-language']);
  const { headers, ...told } = problem(code, { ...refused, words: { language, texts: PROBLEM_TEXTS[language] } });
  return { ...told, headers: { ...headers, vary: 'accept-language' } };
};
