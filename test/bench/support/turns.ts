/** How long work took, and how long it kept the thread from anything else. */
export interface Turns {
  /** In milliseconds. */
  time: number;
  /** The processor's time of the longest stretch without a pause, in milliseconds. Other programs aren't in it. */
  longest: number;
  /** The processor's time of all stretches in this thread. */
  work: number;
}

/** How often the thread is looked at, in milliseconds. A stretch seems longer by up to that much. */
const pace = 1;

/** Measures work that shares its thread with others. */
export async function measureTurns(work: () => Promise<unknown>): Promise<Turns> {
  let [longest, last] = [0, spent()];
  const look = (): void => {
    const now = spent();
    longest = Math.max(longest, now - last);
    last = now;
  };
  // Wait for a turn of its own, so that what was before isn't counted.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const begun = (last = spent());
  const timer = setInterval(look, pace);
  const from = performance.now();
  await work();
  const time = performance.now() - from;
  await new Promise((resolve) => setTimeout(resolve, 20));
  clearInterval(timer);
  look();
  return { time, longest, work: last - begun };
}

/** Milliseconds of the processor in this thread. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
