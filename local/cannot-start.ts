/** What keeps a start from going on, in one clear sentence. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
