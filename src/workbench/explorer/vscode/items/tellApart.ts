import type { Run } from "#api/schemas.ts";
import { inputDifference } from "#runs/labels/inputDifference.ts";
import { type Apart, type KnownOfRun, runAge, runRow, whoOf } from "./runRow.ts";

/** In characters: how much of what follows a title a narrow view has room for. */
const maxSeenLength = 24;

/** A run with the words of its row. */
interface Row {
  run: Run;
  /** What is seen of the row in a narrow view, without its age. */
  seen: string;
  age: string;
  who: string;
  line: string | undefined;
}

/**
 * What the rows of one list need so that no two of them look equal, by the run's id. A user or batch tells apart runs of
 * any age; those of one age that it doesn't tell apart have their line, a value of their input, or their id.
 *
 * @param known what is known of each run
 */
export function tellApart(runs: readonly Run[], now: number, known: (run: Run) => KnownOfRun): Map<string, Apart> {
  const rows = runs.map((run): Row => {
    const own = { ...known(run), apart: undefined };
    const { label, description } = runRow(run, now, own);
    const age = runAge(run, now, own);
    const seen = `${label.slice(age.length)}\n${description.slice(0, maxSeenLength)}`;
    return { run, age, seen, who: whoOf(run, own.batch), line: own.line };
  });
  return new Map(equalBy(rows, ({ seen }) => seen).flatMap(ofEqual));
}

/** @param rows that look equal */
function ofEqual(rows: readonly Row[]): [string, Apart][] {
  const who = new Set(rows.map((row) => row.who)).size > 1;
  const found = new Map<string, Apart>(who ? rows.map(({ run }) => [run.id, { who }]) : []);
  for (const equal of equalBy(rows, (row) => JSON.stringify([row.age, row.who])))
    for (const [id, apart] of ofOne(equal)) found.set(id, { ...found.get(id), ...apart });
  return [...found];
}

/** @param rows that look equal, of one age and one user */
function ofOne(rows: readonly Row[]): [string, Apart][] {
  const values = rows.some(({ line }) => line !== undefined)
    ? rows.map(({ line }) => line)
    : (inputDifference(rows.map(({ run }) => run.input)) ?? []);
  const counts = Map.groupBy(rows.keys(), (at) => values[at]);
  return rows.map(({ run, line }, at) => {
    const differs = values[at];
    const id = (counts.get(differs)?.length ?? 0) > 1;
    // A line names its file, so the batch needn't be said.
    const who = line !== undefined && !run.user_id && { who: false };
    return [run.id, { ...who, ...(differs !== undefined && { differs }), ...(id && { id }) }];
  });
}

/** The rows that aren't the only ones with their key. */
function equalBy(rows: readonly Row[], key: (row: Row) => string): Row[][] {
  return [...Map.groupBy(rows, key).values()].filter(({ length }) => length > 1);
}
