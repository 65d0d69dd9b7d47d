import type { Iccid } from '../domain/values/iccid.ts';
import type { Instant } from '../domain/values/instant.ts';

/** A delivery as it arrived: what is signed is signed over these bytes. */
export interface CarrierRequest {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Of the query string: where a carrier signs nothing, the address holds a secret. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly receivedAt: Instant;
}

/** How a carrier names the SIM that it speaks of. */
export type NamedSim = { readonly iccid: Iccid } | { readonly carrierRef: string };

export type CarrierNotice =
  /** Figures that can be believed, because the delivery is signed. */
  | {
      readonly kind: 'usage';
      readonly sim: NamedSim;
      readonly remainingBytes: number;
      readonly totalBytes: number;
      readonly asOf: Instant;
      /** The delivery tells no time: `asOf` is when it arrived, which may be after one that was sent later. */
      readonly undated?: true;
    }
  /** Something happened to the SIM: its record and its usage are worth reading. */
  | { readonly kind: 'changed'; readonly sim: NamedSim };

/** The deliveries of one account: verified over the raw bytes, read, and nothing more. */
export interface CarrierWebhookReceiver {
  /**
   * What a delivery says; empty for one that is not about a SIM of ours (health checks, events we do not need).
   *
   * @throws Refusal `bad_signature`, `notice_unreadable`
   */
  receive(request: CarrierRequest): Promise<readonly CarrierNotice[]>;
}
