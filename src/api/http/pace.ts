export interface Pace {
  /** The least that has to arrive in each period. */
  bytes: number;
  /** The period in milliseconds; 0 for no minimum pace. */
  every: number;
}

/**
 * Calls `onSlow` when fewer bytes arrived than the pace demands. `wasSilent` says that none arrived at all. @param
 * received bytes so far
 */
export function watchPace(
  { bytes, every }: Pace,
  received: () => number,
  onSlow: (wasSilent: boolean) => void,
): { stop(): void } {
  let before = 0;
  let halfway = 0;
  let ticks = 0;
  const check = (): void => {
    const now = received();
    if (++ticks % 2 === 1) halfway = now;
    else if (now - before < bytes) onSlow(now === halfway);
    else before = now;
  };
  const timer = every > 0 ? setInterval(check, every / 2) : undefined;
  return { stop: () => clearInterval(timer) };
}
