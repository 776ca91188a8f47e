import { readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../../base/thrown.ts";

/** How often an owner updates its file, and after how long without an update it counts as gone, in milliseconds. */
const heartbeat = 5_000;
const silence = 30_000;

/** The right to work on a batch. Only one window has it. */
export interface BatchClaim {
  /** Aborted when the claim is lost: this process stopped for so long that another one took over. */
  readonly lost: AbortSignal;
  /** Gives the claim back. Another process can claim the batch when this resolves. */
  release(): Promise<void>;
}

/**
 * Claims a batch's folder for this process. The claim of an owner that has ended or is silent is taken over. The files
 * are numbered, and only one process can make the next one.
 *
 * @returns `undefined` while another process has the claim
 */
export async function claimBatch(folder: string): Promise<BatchClaim | undefined> {
  const taken = (await readdir(folder).catch(() => [])).flatMap(numberOf).sort((a, b) => b - a);
  const [latest] = taken;
  if (latest !== undefined && (await isAlive(ownerPath(folder, latest)))) return undefined;
  const path = ownerPath(folder, (latest ?? 0) + 1);
  try {
    await writeFile(path, String(process.pid), { flag: "wx" });
  } catch (error) {
    if (codeOf(error) === "EEXIST") return undefined;
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
  const timer = setInterval(() => void show(), heartbeat);
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
    // The file of an owner that is just claiming has no process id yet.
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
    return codeOf(error) === "EPERM";
  }
}

function ownerPath(folder: string, number: number): string {
  return join(folder, `owner.${number}`);
}

function numberOf(name: string): number[] {
  const number = /^owner\.(\d+)$/.exec(name)?.[1];
  return number === undefined ? [] : [Number(number)];
}
