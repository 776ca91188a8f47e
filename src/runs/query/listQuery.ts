import { isUuid } from "#base/uuid.ts";
import { compareStatuses, statusNamed } from "#model/status.ts";
import { writtenValue } from "./completeQuery.ts";
import { parseQuery } from "./parseQuery.ts";
import { readLength } from "./queryTimes.ts";
import { type QueryPiece, quoted, splitQuery } from "./splitQuery.ts";

/** What the app's list of runs, or that of several connections, is asked for. */
export interface ListQuery {
  readonly statuses?: readonly string[];
  readonly userId?: string;
  readonly sessionId?: string;
  /** In milliseconds. */
  readonly maxAge?: number;
  /** Names of connections. */
  readonly connections?: readonly string[];
}

/**
 * What a query asks the app's list of runs for; `undefined` if the query needs the index, or has a problem.
 * @param ofSeveral whether it is asked of the list of several connections, which can be named
 */
export function listQueryOf(text: string, ofSeveral = false): ListQuery | undefined {
  if (parseQuery(text, 0).problems.length > 0) return undefined;
  let found: ListQuery = {};
  for (const { not, key, values } of splitQuery(text)) {
    if (not || values.some((value) => !value.isQuoted && value.text.includes("*"))) return undefined;
    const part = partOf(key?.text.toLowerCase(), values, ofSeveral);
    // All terms have to be true: a second one of the same key may have no run in common with the first.
    if (!part || Object.keys(part).some((field) => Object.hasOwn(found, field))) return undefined;
    found = { ...found, ...part };
  }
  return found;
}

function partOf(key: string | undefined, values: readonly QueryPiece[], ofSeveral: boolean): ListQuery | undefined {
  if (key === "connection" && ofSeveral) return { connections: [...new Set(values.map(({ text }) => text))] };
  if (key === "status") {
    return { statuses: [...new Set(values.map(({ text, isQuoted }) => (isQuoted ? text : statusNamed(text))))] };
  }
  const [value, ...others] = values.map(({ text }) => text);
  if (value === undefined || others.length > 0) return undefined;
  if (key === "user") return { userId: value };
  if (key === "session" && isUuid(value)) return { sessionId: value };
  const maxAge = key === "since" ? readLength(value) : undefined;
  return maxAge ? { maxAge } : undefined;
}

/** The query that asks for the same: `status:failed user:anna since:24h`. @param text words that are looked for, too */
export function queryTextOf(
  { statuses = [], userId, sessionId, maxAge, connections = [] }: ListQuery,
  text = "",
): string {
  const terms = [
    connections.length > 0 && `connection:${connections.map(writtenValue).join(",")}`,
    statuses.length > 0 && `status:${[...statuses].sort(compareStatuses).map(writtenStatus).join(",")}`,
    userId && `user:${writtenValue(userId)}`,
    sessionId && `session:${sessionId}`,
    maxAge !== undefined && `since:${lengthText(maxAge)}`,
    text.trim() !== "" && writtenText(text.trim()),
  ];
  return terms.filter(Boolean).join(" ");
}

/** In quotes if it is a word for another status: an app may have a status named `waiting`. */
function writtenStatus(status: string): string {
  return statusNamed(status) === status ? writtenValue(status) : quoted(status);
}

const units = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1_000, ms: 1 };

/** `30min`, `24h`, `7d`: nobody takes 24 hours for the day before. */
export function lengthText(ms: number): string {
  const whole = Math.max(1, Math.round(ms));
  const [unit, length] = Object.entries(units).find(
    ([name, each]) => whole % each === 0 && (name !== "d" || whole > each),
  ) ?? ["ms", 1];
  return `${whole / length}${unit}`;
}

/** A text that a filter looked for, as the words that the search looks for. */
function writtenText(text: string): string {
  return /[\s:"*=<>~!|&()-]/.test(text) || /^(?:OR|AND|NOT)$/.test(text) ? quoted(text) : text;
}
