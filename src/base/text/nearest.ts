/** The name that was probably meant: the one with the fewest letters that differ, if these are few. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  // A name whose length differs by more can't be meant, and a long text would take long to compare.
  const near = names.filter(
    (name) => Math.abs(name.length - typed.length) <= maxDistance(name) || name.startsWith(typed),
  );
  const [best] = near
    .map((name) => ({ name, distance: name.startsWith(typed) && typed.length > 1 ? 0.5 : distance(typed, name) }))
    .sort((one, other) => one.distance - other.distance);
  return best && best.distance <= maxDistance(best.name) ? best.name : undefined;
}

/** The names that are most like a text, however much they differ. */
export function nearestNames(typed: string, names: readonly string[], count: number): string[] {
  const typedWord = typed.toLowerCase().slice(0, maxComparedLength);
  return names
    .map((name) => ({ name, distance: distance(typedWord, name.toLowerCase().slice(0, maxComparedLength)) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, count)
    .map(({ name }) => name);
}

/** In characters: longer texts take long to compare. */
const maxComparedLength = 60;

/** How many letters of a name may be wrong. */
function maxDistance(name: string): number {
  return Math.max(1, Math.floor(name.length / 3));
}

/**
 * How many letters have to be added, left out, exchanged or swapped with their neighbour. `fastest-levenshtein` doesn't
 * know the last: of 150 names with two letters swapped, `nearest` would find 69 instead of all.
 */
function distance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const cells = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const above = rows[row - 1]!;
      let cell = Math.min(above[column]! + 1, cells[column - 1]! + 1, above[column - 1]! + (isSame ? 0 : 1));
      const isSwapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwapped) cell = Math.min(cell, rows[row - 2]![column - 2]! + 1);
      cells.push(cell);
    }
    rows.push(cells);
  }
  return rows[from.length]![to.length]!;
}
