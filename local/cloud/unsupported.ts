/** What the template says and this cloud does not understand: an error that names it, never silently ignored. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}
