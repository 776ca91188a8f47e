import type { Interrupts } from "./shell/interrupts.ts";
import type { Shell } from "./shell/shell.ts";

/** What a command needs besides its arguments. */
export interface CommandTools {
  shell: Shell;
  interrupts: Interrupts;
  /** The extension's version. */
  version: string;
  /** As the app sees it: `dynamiq-runs-cli/1.2.0`. */
  userAgent: string;
}
