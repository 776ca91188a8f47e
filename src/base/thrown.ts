/** The message of what was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The system's code of what was thrown, such as `ENOENT`; of several errors, the first one's. */
export function codeOf(thrown: unknown): string | undefined {
  const first: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
  const code: unknown = first instanceof Error && "code" in first ? first.code : undefined;
  return typeof code === "string" ? code : undefined;
}
