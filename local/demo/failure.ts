/** A step that did not come true, in one sentence for the person who watches. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}
