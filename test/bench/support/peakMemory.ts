/** Looks at this process's memory in each turn of the event loop. */
export function samplePeak(): { stop(): number } {
  let peak = 0;
  let running = true;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
    if (running) setImmediate(look);
  };
  look();
  return {
    /** @returns the peak, in bytes */
    stop() {
      running = false;
      look();
      return peak;
    },
  };
}
