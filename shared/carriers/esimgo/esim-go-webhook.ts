import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { CarrierWebhookReceiver } from '../webhook.ts';
import type { EsimGoAccount } from './esim-go-account.ts';
import { readNotice } from './esim-go-notice.ts';
import { isSigned } from './esim-go-signature.ts';

/** Takes the callbacks of an organisation that has chosen version 3 of them in the portal: version 2 is not signed. */
export const esimGoWebhook = ({ account }: { readonly account: Secret<EsimGoAccount> }): CarrierWebhookReceiver => ({
  async receive(request) {
    const fits = async (refresh: boolean) => isSigned(request, (await account({ refresh })).apiKeys);
    // A key may have been added since the secret was kept.
    if (!(await fits(false)) && !(await fits(true))) throw new Refusal('bad_signature');
    return readNotice(request.body, request.receivedAt);
  },
});
