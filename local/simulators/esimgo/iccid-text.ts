declare global {
  interface JSON {
    /** ECMAScript, "JSON.parse source text access": goes into `JSON.stringify` as it is. */
    rawJSON(text: string): object;
  }
}

/** An ICCID as it is written into JSON: in quotation marks, or as a number that no double holds. */
export type IccidText = (iccid: string) => string | object;

export const iccidText =
  (asNumber: () => boolean): IccidText =>
  (iccid) =>
    asNumber() && /^[1-9]\d*$/.test(iccid) ? JSON.rawJSON(iccid) : iccid;
