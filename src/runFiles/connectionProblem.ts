/**
 * Why a run file can't use the connection that it names; `undefined` when it can. It chooses among saved connections.
 * The message doesn't repeat the name, which may come from a variable.
 */
export function connectionProblem(name: string, saved: readonly string[]): string | undefined {
  if (saved.includes(name)) return undefined;
  const savedNames = saved.length === 0 ? "No connection is saved yet." : `Saved: ${saved.join(", ")}.`;
  return `"connection" must name a saved connection. ${savedNames} Correct the name, add a connection with this name, or remove "connection" to use the active one.`;
}
