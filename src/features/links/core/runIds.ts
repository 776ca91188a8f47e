const idPattern = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

/** The texts of a line that may be ids of runs, with their offsets. */
export function idsIn(line: string): { id: string; at: number }[] {
  return [...line.matchAll(idPattern)].map(({ 0: id, index }) => ({ id, at: index }));
}
