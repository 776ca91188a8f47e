import type { Run } from "#api/schemas.ts";
import { knownStatuses } from "#model/status.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { valuesOf } from "#runs/query/fieldValues.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { divideQuery, hasField } from "#runs/query/queryOnFacts.ts";
import type { QueryTerm } from "#runs/query/queryTypes.ts";
import type { Occasion } from "./alarmRule.ts";

/** The keys of names that the list of runs answers. The others are about steps, or about this machine. */
const listedKeys: readonly string[] = ["status", "user", "session", "error"];

/** Why an alarm can't be on a query, in a sentence that says what to write; `undefined` if it can. */
export function queryProblem(text: string): string | undefined {
  const { problems, terms } = parseQuery(text, 0);
  if (problems[0]) return problems[0].message;
  const other = terms.find((term) => !isListed(term));
  if (!other) return undefined;
  const found = `An alarm checks the list of runs, which can't be filtered by “${text.slice(other.start, other.end)}”.`;
  const ways = [...listedKeys, "since", "until", "duration"].map((key) => `${key}:`).join(", ");
  return `${found} Use ${ways} or a field like input.amount:.`;
}

function isListed(term: QueryTerm): boolean {
  if (term.kind === "name") return listedKeys.includes(term.key);
  return term.kind !== "text";
}

/**
 * Whether a run is in a query, as the search would find it.
 *
 * @param query without a {@link queryProblem} @param now milliseconds since the epoch
 */
export function queryTest(query: string, now: number): (run: Run) => boolean {
  const { test, rest } = divideQuery(parseQuery(query, now));
  const fields = rest.filter((term) => term.kind === "value");
  return (run) => {
    if (!test(factsOfRun(run))) return false;
    if (fields.length === 0) return true;
    const values = [...valuesOf("input", run.input), ...valuesOf("output", run.output)];
    return fields.every((term) => hasField(values, term) !== term.not);
  };
}

/** Whether an occasion can come about in a query: no run of `status:completed` fails. */
export function canOccur({ kind }: Occasion, query: string | undefined): boolean {
  if (query === undefined) return true;
  const parsed = parseQuery(query, 0);
  const terms = parsed.terms.filter((term) => term.kind === "name" && term.key === "status");
  const { test } = divideQuery({ ...parsed, terms });
  return statusesOf[kind].some((status) => test(factsOfRun({ id: "", status })));
}

const statusesOf: Readonly<Record<Occasion["kind"], readonly string[]>> = {
  failed: ["failed"],
  "new-cause": ["failed"],
  waiting: ["awaiting_input"],
  duration: knownStatuses,
};
