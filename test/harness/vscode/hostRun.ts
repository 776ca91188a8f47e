export interface HostRun {
  /** The extension under development. */
  extension: string;
  /** Extensions that stand beside it, installed. */
  installed?: readonly string[];
  /** The module whose `run()` VS Code calls in its extension host; its result goes to `DYNAMIQ_RUNS_RESULT`. */
  suite: string;
  /** Added to the environment of the extension host. */
  env?: Readonly<Record<string, string>>;
}

export interface HostPlace {
  state: string;
  workspace: string;
  resultFile: string;
  /** Added to the environment of the extension host, to tell the suite where its result goes. */
  env: Record<string, string>;
}
