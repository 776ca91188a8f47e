import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

export interface Command {
  file: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Is told the id of the process. */
  onStart?: (pid: number | undefined) => void;
}

/** Runs a command with its output on ours. Throws when it cannot be started or exits with anything but 0. */
export async function run(command: Command): Promise<void> {
  const code = await exitCode(command);
  if (code !== 0) throw new Error(`${[command.file, ...command.args].join(" ")} ended with exit code ${code}.`);
}

/** Runs a command with its output on ours and tells its exit code, 1 when a signal ended it. */
export async function exitCode({ file, args, cwd, env, onStart }: Command): Promise<number> {
  const child = spawn(file, args, { cwd, env: env ?? process.env, stdio: ["ignore", "inherit", "inherit"] });
  onStart?.(child.pid);
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/**
 * A process that starts others (VS Code and its extension hosts) and is ended with all of them.
 * It also ends when the process that started it exits without a word.
 */
export class ProcessGroup {
  readonly child: ChildProcess;
  readonly #killAtExit = () => this.#signal("SIGKILL");

  constructor({ file, args, cwd, env }: Command, stdio: SpawnOptions["stdio"]) {
    this.child = spawn(file, args, { cwd, env: env ?? process.env, stdio, detached: true });
    process.once("exit", this.#killAtExit);
  }

  /** Asks the whole group to end, and after five seconds makes it. */
  async stop(): Promise<void> {
    process.off("exit", this.#killAtExit);
    for (let waited = 0, alive = this.#signal("SIGTERM"); alive; waited += 100, alive = this.#signal(0)) {
      if (waited >= 5_000) this.#signal("SIGKILL");
      await delay(100);
    }
  }

  /** False when nothing of the group is left. */
  #signal(signal: NodeJS.Signals | 0): boolean {
    if (this.child.pid === undefined) return false;
    try {
      process.kill(-this.child.pid, signal);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
      throw error;
    }
  }
}
