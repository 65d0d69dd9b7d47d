/** It is no folder of webhook fixtures; the message says why, in one sentence without its end. */
export class UnusableFolder extends Error {
  override readonly name = 'UnusableFolder';
}
