import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandTools } from "#cli/commandTools.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import { plainText } from "#cli/shell/plainText.ts";
import { type LocalAppServer, serveLocalApp } from "#features/localApps/core/localAppServer.ts";
import { unsupportedPythonType } from "#features/localApps/core/pythonVersion.ts";
import { Cover } from "#runs/values/cover.ts";

/** What is served while a command runs. */
export interface ServedTarget {
  /** `support:workflow`, `app/flow.py:name` or `flow.yaml:id`. */
  target: string;
  /** The interpreter, as it was typed; absent for the active environment's. */
  python: string | undefined;
}

/** How many lines that the code printed are shown after a failure: the last ones. */
const shownLogLines = 50;

/**
 * Serves a workflow of the current folder, and calls a command with its address and key in place of an app's. Nothing of
 * it is left afterwards.
 *
 * @param call the command
 * @returns its exit code, or 1 when the code can't be loaded: then nothing is started
 */
export async function withLocalApp(
  { target, python }: ServedTarget,
  tools: CommandTools,
  call: (app: string, tools: CommandTools) => Promise<number>,
): Promise<number> {
  const { shell, interrupts } = tools;
  const folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-"));
  const { DYNAMIQ_ACCESS_KEY: _, ...env } = shell.environment;
  const tell = (text: string): void => shell.err(plainText(`${text}\n`));
  const log: string[] = [];
  const server = await serveLocalApp({
    target,
    python: python ?? interpreterOf(shell.environment),
    workerFile: tools.workerFile,
    cwd: shell.folder,
    env,
    folder,
    onLog: (line) => void (log.push(line) > shownLogLines && log.shift()),
    onProblem: ({ message }) => tell(message),
  });
  try {
    if (!(await loaded(server, interrupts.first))) return interrupts.exitCode ?? exitCodes.failed;
    const { error, interpreter } = server.state;
    if (error?.type === unsupportedPythonType) {
      tell(`${error.message}. Specify another interpreter with --python.`);
      return exitCodes.failed;
    }
    if (error) {
      tell(error.traceback ? `${error.traceback}\n${error.message}` : error.message);
      if (error.missing_module === "dynamiq")
        tell(`Install dynamiq for ${interpreter}, or specify another interpreter with --python.`);
      return exitCodes.failed;
    }
    const environment = { ...shell.environment, DYNAMIQ_ACCESS_KEY: server.accessKey };
    const cover = new Cover([server.accessKey]);
    const code = await call(server.url, { ...tools, cover, shell: { ...shell, environment } });
    if (code === exitCodes.failed && log.length > 0) tell(["", "The code printed:", ...log].join("\n"));
    return code;
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The Python of the active virtual environment, else the first on the path. */
function interpreterOf({ VIRTUAL_ENV: folder }: Readonly<Record<string, string | undefined>>): string {
  const isWindows = process.platform === "win32";
  if (folder) return isWindows ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  return isWindows ? "python" : "python3";
}

/** Waits until the code is loaded, or can't be. @returns false when the person canceled */
async function loaded(server: LocalAppServer, signal: AbortSignal): Promise<boolean> {
  while (server.state.state === "loading" && !signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const changed = server.onDidChange(resolve);
    const stop = (): void => resolve();
    signal.addEventListener("abort", stop, { once: true });
    await promise;
    signal.removeEventListener("abort", stop);
    changed.dispose();
  }
  return !signal.aborted;
}
