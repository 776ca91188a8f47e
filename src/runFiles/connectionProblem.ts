/**
 * Why a run file cannot run on the connection that it names, if it cannot: it chooses among saved ones, and adds none.
 * The name is not repeated: it may come out of a variable.
 */
export function connectionProblem(name: string, saved: readonly string[]): string | undefined {
  if (saved.includes(name)) return undefined;
  const known = saved.length === 0 ? "No connection is saved yet." : `Saved: ${saved.join(", ")}.`;
  return `connection isn't the name of a saved connection. ${known} Correct it, add a connection with this name, or remove it to use the active one.`;
}
