import type { UnsubscribeOrder } from '../../shared/domain/contact/change.ts';
import type { Contacts } from '../../shared/domain/contact/contact.ts';
import type { Line } from '../../shared/domain/line/line.ts';
import type { LineId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { acceptedLanguage } from '../../shared/http/language.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { askPage, donePage, invalidPage } from './page.ts';

interface Deps {
  /** What a token asks for; `undefined` for one that is none of ours. */
  readonly open: (token: string) => Promise<UnsubscribeOrder | undefined>;
  readonly line: (lineId: LineId) => Promise<Line | undefined>;
  readonly follow: (order: UnsubscribeOrder) => Promise<Contacts | undefined>;
  readonly log: Log;
}

/**
 * The links of messages. A GET shows a button and changes nothing; a POST unsubscribes, whether a person pressed the
 * button or a mail program sent it (RFC 8058), so its body is not looked at. The token is all it takes, and all it can do.
 */
export const unsubscribe = ({ open, line, follow, log }: Deps) =>
  chain(log, async (event) => {
    const accepted = acceptedLanguage(lowerCaseHeaders(event)['accept-language']);
    const order = await open(event.pathParameters?.['token'] ?? '');
    switch (event.routeKey) {
      case 'GET /u/{token}': {
        const found = order && (await line(order.lineId));
        return order && found ? askPage(found.contacts.language, order.channel) : invalidPage(accepted);
      }
      case 'POST /u/{token}': {
        const contacts = order && (await follow(order));
        if (!order || !contacts) return invalidPage(accepted);
        log.info('unsubscribed', { channel: order.channel });
        return donePage(contacts.language, order.channel);
      }
      default:
        throw new Refusal('not_found');
    }
  });
