/** The parameters of a notice as they were signed, and the signature over them. */
export interface SignedForm {
  readonly parameters: ReadonlyMap<string, string>;
  readonly content: string;
  readonly signature: string;
}

/** What decides what a notice means; none of them may hide. */
const DECIDING = [
  'app_id',
  'auth_app_id',
  'seller_id',
  'notify_type',
  'out_trade_no',
  'trade_no',
  'trade_status',
  'total_amount',
  'refund_fee',
  'gmt_refund',
  'gmt_payment',
] as const;

/**
 * Reads the form and joins what was signed: all parameters but `sign` and `sign_type`, decoded once, sorted by name
 * (opendocs.alipay.com, "异步通知验签"). Empty ones belong to it, as in Alipay's SDKs for Java and Node; the one for PHP
 * leaves them out, which makes no difference as long as Alipay sends none.
 *
 * `undefined` when it is no form that Alipay would sign: not RSA2, not UTF-8, malformed, or ambiguous.
 */
export const signedForm = (body: Buffer): SignedForm | undefined => {
  const all = decoded(body.toString('latin1'));
  const signature = all?.get('sign');
  // The algorithm is ours to choose: `RSA` is SHA-1, and the parameter itself is not signed.
  if (all === undefined || !signature || all.get('sign_type') !== 'RSA2') return undefined;
  if ((all.get('charset') ?? 'utf-8').toLowerCase() !== 'utf-8') return undefined;
  const parameters = new Map([...all].filter(([name]) => name !== 'sign' && name !== 'sign_type'));
  if ([...parameters.values()].some(hidesParameter)) return undefined;
  const content = [...parameters.keys()]
    .sort()
    .map((name) => `${name}=${parameters.get(name)}`)
    .join('&');
  return { parameters, content, signature };
};

/** A joined text does not tell where a value ends: `receipt_amount=1.00&refund_fee=1.00` may be one parameter or two. */
const hidesParameter = (value: string): boolean => DECIDING.some((name) => value.includes(`&${name}=`));

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;
const NAME = /^\w+$/;

const decoded = (form: string): ReadonlyMap<string, string> | undefined => {
  if (!PRINTABLE_ASCII.test(form)) return undefined;
  const parameters = new Map<string, string>();
  for (const pair of form.split('&')) {
    const at = pair.indexOf('=');
    const name = at < 0 ? undefined : decodedOnce(pair.slice(0, at));
    const value = decodedOnce(pair.slice(at + 1));
    // One parameter twice: what was verified could be one of them, what is read the other.
    if (name === undefined || value === undefined || !NAME.test(name) || parameters.has(name)) return undefined;
    parameters.set(name, value);
  }
  return parameters;
};

const decodedOnce = (encoded: string): string | undefined => {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};
