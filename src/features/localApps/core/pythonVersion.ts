/** Whether a Python can run the worker. Python 3.7 and older can't even read it, so they are asked for their version. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { WorkerError } from "./workerMessages.ts";

/** The type of the error about a Python that is too old. */
export const unsupportedPythonType = "UnsupportedPython";

/** The minor version of Python 3 that the worker and the SDK need. */
const neededMinor = 10;

/** A Python, as the worker names it. */
export interface PythonFacts {
  /** The path of the program. */
  interpreter: string;
  /** Its version: *3.13.0*. */
  python: string;
}

/** The error about a Python that is too old; `undefined` for another one. */
export function unsupportedPython({ interpreter, python }: PythonFacts): WorkerError | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(python) ?? [];
  if (major === undefined || Number(major) > 3) return undefined;
  if (Number(major) === 3 && Number(minor) >= neededMinor) return undefined;
  const needed = `Dynamiq needs Python 3.${neededMinor} or newer`;
  return { type: unsupportedPythonType, message: `${interpreter} is Python ${python}, and ${needed}` };
}

/** It says the same in every Python. */
const askVersion = "import sys; print(sys.executable); print(sys.version.split()[0])";

/** Asks a program which Python it is. @returns `undefined` for one that is none */
export async function askPython(
  program: string,
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<PythonFacts | undefined> {
  const said = await promisify(execFile)(program, ["-c", askVersion], options).catch(() => undefined);
  const [interpreter, python] = said?.stdout.trim().split(/\r?\n/) ?? [];
  return interpreter && python ? { interpreter, python } : undefined;
}
