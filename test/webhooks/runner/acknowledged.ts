import type { LambdaAnswer, ProviderName } from '../adapter/context.ts';
import type { Acknowledgement } from './folder.ts';

/** The body as the provider would read it. */
export const textOf = ({ body, isBase64Encoded }: LambdaAnswer): string => {
  if (typeof body !== 'string') return JSON.stringify(body ?? '');
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
};

/** Whether the provider counts the delivery as made. */
export const isAcknowledged = (provider: ProviderName, answer: LambdaAnswer): boolean => {
  const { statusCode } = answer;
  switch (provider) {
    case 'alipay':
      return statusCode === 200 && textOf(answer) === 'success';
    case 'antom':
      return statusCode === 200 && antomResult(textOf(answer)) === 'S';
    case 'wechat':
      return statusCode === 200 || statusCode === 204;
    case 'stripe':
    case 'paypal':
    case 'komoju':
    case 'square':
      return statusCode >= 200 && statusCode < 300;
  }
};

const antomResult = (text: string): unknown => {
  try {
    return JSON.parse(text)?.result?.resultStatus;
  } catch {
    return undefined;
  }
};

export const isAsWanted = (wanted: Acknowledgement, provider: ProviderName, answer: LambdaAnswer): boolean => {
  const acknowledged = isAcknowledged(provider, answer);
  switch (wanted) {
    case 'ok':
      return acknowledged;
    case 'reject':
      return !acknowledged && answer.statusCode < 500;
    case 'reject-any':
      return !acknowledged;
    case 'any':
      return true;
  }
};
