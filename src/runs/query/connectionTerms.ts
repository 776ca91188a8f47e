import { writtenValue } from "./completeQuery.ts";
import { replaced, splitQuery, type WrittenTerm } from "./splitQuery.ts";

/** A query that says the same of other connections. @param textOf without a result, a value stays as it is */
export function withConnections(query: string, textOf: (value: string) => string | undefined): string {
  const values = splitQuery(query).flatMap((term) => (isOfConnections(term) ? term.values : []));
  // From the end, so that the places of those before stay.
  return values.toReversed().reduce((text, value) => {
    const other = textOf(value.text);
    return other === undefined ? text : replaced(text, value, writtenValue(other));
  }, query);
}

/** The connections that a query is limited to, and what it says of their runs. */
export function divideConnections(query: string): { connections: string[]; rest: string } {
  const [own, others]: [WrittenTerm[], WrittenTerm[]] = [[], []];
  for (const term of splitQuery(query)) (isOfConnections(term) && !term.not ? own : others).push(term);
  return {
    connections: [...new Set(own.flatMap(({ values }) => values.map(({ text }) => text)))],
    rest: others.map(({ start, end }) => query.slice(start, end)).join(" "),
  };
}

function isOfConnections({ key }: WrittenTerm): boolean {
  return key?.text.toLowerCase() === "connection";
}
