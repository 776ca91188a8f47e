import type { Cover } from "#runs/values/cover.ts";
import type { Interrupts } from "./shell/interrupts.ts";
import type { Shell } from "./shell/shell.ts";

/** What the command line is started with. */
export interface CliTools {
  shell: Shell;
  interrupts: Interrupts;
  version: string;
  /** The name that the app sees: `dynamiq-runs-cli/1.2.0`. */
  userAgent: string;
  /** The absolute path of `dynamiq_worker.py`, which runs workflows that are served. */
  workerFile: string;
  /** The absolute path of the folder with the skills for agents. */
  skillsFolder: string;
}

/** What a command needs besides its arguments. */
export interface CommandTools extends CliTools {
  /** Covers secrets. It knows the access key. */
  cover: Cover;
}
