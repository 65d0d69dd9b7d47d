import type { Dialect } from '../carrier/answer.ts';
import { ApiError } from '../carrier/api-error.ts';

/** Every answer has the same envelope, with status 200 also for what the carrier refuses (docs.esimaccess.com, "Error Codes"). */
export const dialect: Dialect = {
  errorBody: (_status, code, message) => ({ success: false, errorCode: code, errorMsg: message, obj: null }),
  internalCode: '000001',
  refusal: { status: 200, code: '200002' },
};

export const ok = (obj: unknown) => ({ success: true, errorCode: '0', errorMsg: null, obj });

const MESSAGES = {
  '000101': 'Request header (mandatory) is null',
  '000102': 'Wrong request header format',
  '000103': 'This https request method (get/post ) is not supported',
  '000104': 'Request in invalid JSON format',
  '000105': 'Request parameters (mandatory) are not contained',
  '000106': 'Request parameter (mandatory) is null',
  '000107': 'The length of the request parameter does not meet the requirement.',
  '101001': 'The timestamp of the request has expired.',
  '101003': 'Request signature mismatch.',
  '200002': 'This operation is not allowed due to the order status.',
  '200005': 'Package price error. Check price.',
  '200007': 'Insufficient account balance',
  '200010': 'Profile is being downloaded for the order.',
  '310241': 'The packageCode does not exist.',
  '310403': 'The ICCID does not exist in the order.',
  '900001': 'The system is busy, please try again later.',
} as const;

export type ErrorCode = keyof typeof MESSAGES;

export const refusal = (code: ErrorCode): ApiError => new ApiError(200, code, MESSAGES[code]);
