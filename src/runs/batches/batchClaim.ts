import { readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** How often an owner shows that it is there, and after which silence it is not, in milliseconds. */
const beat = 5_000;
const silence = 30_000;

/** The right to work on a batch: of all windows, one has it. */
export interface BatchClaim {
  /** Aborted when it turns out to be lost: this process stood still for so long that another took over. */
  readonly lost: AbortSignal;
  /** Gives it back: another one can have it when this resolves. */
  release(): Promise<void>;
}

/**
 * Claims a batch's folder for this process. An owner that has ended, or is silent, is followed; the files are numbered,
 * and only one can make the next.
 *
 * @returns `undefined` while another process has it
 */
export async function claimBatch(folder: string): Promise<BatchClaim | undefined> {
  const taken = (await readdir(folder).catch(() => [])).flatMap(numberOf).sort((a, b) => b - a);
  const [latest] = taken;
  if (latest !== undefined && (await isAlive(ownerPath(folder, latest)))) return undefined;
  const path = ownerPath(folder, (latest ?? 0) + 1);
  try {
    await writeFile(path, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
    throw error;
  }
  await Promise.all(taken.map(async (number) => rm(ownerPath(folder, number), { force: true })));
  return keep(path);
}

function keep(path: string): BatchClaim {
  const lost = new AbortController();
  const show = async (): Promise<void> => {
    const now = new Date();
    await utimes(path, now, now).catch(() => lost.abort());
  };
  const timer = setInterval(() => void show(), beat);
  timer.unref();
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      await rm(path, { force: true });
    },
  };
}

async function isAlive(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    const pid = Number(await readFile(path, "utf8"));
    // An owner that is just being written has no number yet.
    return Date.now() - mtimeMs < silence && (pid === 0 || isRunning(pid));
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function ownerPath(folder: string, number: number): string {
  return join(folder, `owner.${number}`);
}

function numberOf(name: string): number[] {
  const number = /^owner\.(\d+)$/.exec(name)?.[1];
  return number === undefined ? [] : [Number(number)];
}
