/** Calls `act` once, if the work takes longer than so many milliseconds, and never after its end. */
export function whenSlow(work: PromiseLike<unknown>, milliseconds: number, act: () => void): void {
  const timer = setTimeout(act, milliseconds);
  const end = (): void => clearTimeout(timer);
  work.then(end, end);
}
