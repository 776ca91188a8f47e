export interface Pace {
  /** That have to come at least, each time. */
  bytes: number;
  /** In milliseconds; 0 asks for no pace. */
  every: number;
}

/**
 * Calls `onSlow` when fewer bytes came than the pace asks for, none of them of late when `wasSilent`. @param received
 * bytes so far
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
