import { readdir, readFile } from "node:fs/promises";

/** How many ticks of a process's times in `/proc` are a second: a constant of Linux. */
const ticks = 100;

/**
 * Adds up the processor time of processes that this one has started and of all that they start, from now on. It is read
 * from `/proc` every second, so what a process does in its last second may be missing, and it is 0 where there is no
 * `/proc`.
 *
 * @param isOurs whether a child of this process counts
 * @returns the seconds so far
 */
export function countProcessorTime(isOurs: (pid: number) => boolean): { stop: () => number } {
  let most = 0;
  const look = async (): Promise<void> => {
    most = Math.max(most, secondsOf(await readProcesses(), isOurs));
  };
  const timer = setInterval(() => void look(), 1_000);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}

interface Process {
  parent: number;
  /** With those of its children that have ended. */
  seconds: number;
}

async function readProcesses(): Promise<Map<number, Process>> {
  const names = await readdir("/proc").catch(() => []);
  const all = new Map<number, Process>();
  for (const name of names.filter((each) => /^\d+$/.test(each))) {
    const line = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    // The name of the program is in parentheses and may have spaces.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    const [, parent, ...rest] = fields;
    // Its own time and that of its ended children, each in the program and in the system.
    const times = rest.slice(9, 13).map(Number);
    if (times.length === 4) all.set(Number(name), { parent: Number(parent), seconds: sum(times) / ticks });
  }
  return all;
}

function secondsOf(all: ReadonlyMap<number, Process>, isOurs: (pid: number) => boolean): number {
  const counts = (pid: number): boolean => {
    const parent = all.get(pid)?.parent;
    if (parent === undefined) return false;
    return parent === process.pid ? isOurs(pid) : counts(parent);
  };
  return sum([...all].filter(([pid]) => counts(pid)).map(([, { seconds }]) => seconds));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
