/** Replaces the global `Date` by one that is ahead of the machine's clock by what the shared cell says. */
export const shiftDate = (shared: SharedArrayBuffer): void => {
  const cell = new Float64Array(shared);
  const RealDate = Date;
  const now = (): number => RealDate.now() + (cell[0] ?? 0);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
};
