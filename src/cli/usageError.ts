/** The command line, or a file that it names, can't be used. The message is for a person; it never holds a key. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** Whether the text of `--help` helps: not when a file is wrong. */
  readonly isAboutArguments: boolean;

  constructor(
    message: string,
    { isAboutArguments = false, cause }: { isAboutArguments?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.isAboutArguments = isAboutArguments;
  }
}

/** An error in the arguments: it is shown with a hint about `--help`. */
export function wrongArguments(message: string): UsageError {
  return new UsageError(message, { isAboutArguments: true });
}
