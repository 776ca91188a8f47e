/** Why a tool can't do what it was asked for. */
export class ToolError extends Error {
  override readonly name = "ToolError";
  /** Words of a run, a file or an app that belong to it. They go into the marked block. */
  readonly data: readonly string[];
  /** A person didn't want it. */
  readonly isDeclined: boolean;

  /** @param message in our own words: what happened, and what to do next */
  constructor(message: string, more: { data?: readonly string[]; isDeclined?: boolean; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.data = more.data ?? [];
    this.isDeclined = more.isDeclined ?? false;
  }
}
