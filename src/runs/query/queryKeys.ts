import { beganAt, type RunFacts } from "#runs/facts/runFacts.ts";
import { durationBetween } from "#runs/labels/runDuration.ts";
import { any, type Condition, like, type NamePattern, namesCondition, partLike } from "./conditions.ts";
import { readLength, readTime } from "./queryTimes.ts";

export type Sign = ">" | ">=" | "<" | "<=";

/** A number that the runs' numbers are compared with. */
export interface Comparison {
  sign: Sign;
  value: number;
}

/** A key whose values are names: `tool:issue_refund`. */
interface NameKeyFacts {
  kind: "name";
  /** What its values are, in a few words. */
  detail: string;
  /** Which runs `r` have such a name. */
  sql: (patterns: readonly NamePattern[]) => Condition;
  /** The names of all runs as `text`, and how many runs have each as `runs`; the question mark is their beginning. */
  known?: string;
  /** The names of a run. Absent for a key that says which runs are searched, and nothing about them. */
  of?: (run: RunFacts) => readonly string[];
  /** Whether a part of a name is enough. Only the first name is completed. */
  isPart?: true;
}

/** A key whose values are compared: `duration:>30s`. */
interface ComparedKeyFacts {
  kind: "compare";
  detail: string;
  /** Values that are always completed. */
  fixed: readonly string[];
  /** @param now in milliseconds since the epoch @returns `undefined` for a value that isn't one */
  read: (text: string, now: number) => Comparison | undefined;
  /** Reads an end of a range: `5s..10s`. Both ends belong to it. */
  readFrom: (text: string, now: number) => Comparison | undefined;
  readTo: (text: string, now: number) => Comparison | undefined;
  /** What is said about such a value: why not, and what to write. */
  problem: string;
  /** The number of a run `r`. */
  sql: string;
  of: (run: RunFacts) => number | undefined;
}

/** What started a run, in its facts. */
const origin = "json_extract(r.facts, '$.from')";

/** A word for something about a run that its status doesn't say. */
const marks = [
  mark("degraded", "failedNodes > 0", ({ failedNodes = 0 }) => failedNodes > 0),
  mark("blocked", "blockedBy IS NOT NULL", ({ blockedBy }) => blockedBy !== undefined),
  mark("mocked", "mocked > 0", ({ mocked = 0 }) => mocked > 0),
];

/** @param has a field of the facts in the index, and the condition under which a run has the mark */
function mark(name: string, has: string, of: (run: RunFacts) => boolean) {
  const [field = "", ...condition] = has.split(" ");
  return { name, of, sql: `CASE WHEN json_extract(r.facts, '$.${field}') ${condition.join(" ")} THEN '${name}' END` };
}

function beganFrom(text: string, now: number): Comparison | undefined {
  return compared(">=", readTime(text, now, false));
}

/** A day that ends a time belongs to it. */
function beganUntil(text: string, now: number): Comparison | undefined {
  return compared("<", readTime(text, now, true));
}

/** What the keys of times have in common: a range of either is the same. */
const timeFields = { readFrom: beganFrom, readTo: beganUntil, sql: "r.began", of: beganAt };

/** Everything about each key, in the order in which they are completed. Parser, SQL and filters read it from here. */
const keys = {
  tool: namesOfPart("tools", "a tool that was called", ({ tools, mockedNames }) => [
    ...tools.map(({ name }) => name),
    ...(mockedNames?.tools ?? []),
  ]),
  status: namesOfRun("status", "completed, failed, canceled", (run) => run.status),
  error: {
    kind: "name",
    detail: "the type, message, node or tool of the error",
    sql: (patterns) =>
      any(
        patterns.map((pattern) => {
          const part = partLike(pattern);
          return {
            sql: `r.error_type ${like} OR r.error_message ${like} OR r.error_place ${like}`,
            values: [part, part, part],
          };
        }),
      ),
    known: knownIn("runs", "error_type"),
    of: ({ error }) => (error ? [error.type ?? "", error.place ?? "", error.message] : []),
    isPart: true,
  },
  node: namesOfPart("nodes", "a node of the workflow", ({ nodes, mockedNames }) => [
    ...nodes.map(({ name }) => name),
    ...(mockedNames?.nodes ?? []),
  ]),
  user: namesOfRun("user", "the run's user", (run) => run.user),
  from: {
    kind: "name",
    detail: "test, batch, fork or agent: what started the run",
    sql: (patterns) => namesCondition(`(${origin} COLLATE NOCASE)`, patterns),
    known: `SELECT ${origin} AS text, count(*) AS runs FROM runs r WHERE ${origin} ${like} GROUP BY ${origin}`,
    of: ({ from }) => (from === undefined ? [] : [from]),
  },
  is: {
    kind: "name",
    detail: "degraded (completed, but nodes failed), blocked, mocked",
    sql: (patterns) => any(marks.map(({ sql }) => namesCondition(`(${sql} COLLATE NOCASE)`, patterns))),
    known: `SELECT text, count(*) AS runs FROM (${marks.map(({ sql }) => `SELECT ${sql} AS text FROM runs r`).join(" UNION ALL ")})
      WHERE text ${like} GROUP BY text`,
    of: (run) => marks.flatMap(({ name, of }) => (of(run) ? [name] : [])),
  },
  session: namesOfRun("session", "the run's session", (run) => run.session),
  since: {
    kind: "compare",
    detail: "7d, 24h, 2026-11-03",
    fixed: ["24h", "7d", "30d", "today", "yesterday"],
    read: beganFrom,
    ...timeFields,
    problem: "isn't a time. Write since:7d, since:yesterday, since:2026-11-03 or since:2026-11-01..2026-11-03.",
  },
  until: {
    kind: "compare",
    detail: "7d, yesterday, 2026-11-03",
    fixed: ["24h", "7d", "30d", "yesterday"],
    read: beganUntil,
    ...timeFields,
    problem: "isn't a time. Write until:7d (7 days ago), until:yesterday or until:2026-11-03.",
  },
  duration: {
    kind: "compare",
    detail: ">30s, <2min, 5s..10s",
    fixed: [">10s", ">30s", ">2min"],
    read: (text) => {
      const [sign, rest] = splitSign(text) ?? [];
      return sign && compared(sign, readLength(rest ?? ""));
    },
    readFrom: (text) => compared(">=", readLength(text)),
    readTo: (text) => compared("<=", readLength(text)),
    problem: "isn't a duration. Write duration:>30s, duration:<2min or duration:5s..10s.",
    sql: "r.duration",
    of: ({ startedAt, endedAt }) => durationBetween(startedAt, endedAt),
  },
  connection: { kind: "name", detail: "the name of a connection", sql: () => ({ sql: "1", values: [] }) },
} satisfies Record<string, NameKeyFacts | ComparedKeyFacts>;

type Keys = typeof keys;
type KeyOfKind<Kind> = { [Key in keyof Keys]: Keys[Key]["kind"] extends Kind ? Key : never }[keyof Keys];
export type NameKey = KeyOfKind<"name">;
export type ComparedKey = KeyOfKind<"compare">;

/** All keys; `input` and `output`, which have a field's path after them, are none. */
export const queryKeys = Object.keys(keys) as (NameKey | ComparedKey)[];

/** The facts about a key; `undefined` if there is no such key. */
export function keyFacts(key: NameKey): NameKeyFacts;
export function keyFacts(key: ComparedKey): ComparedKeyFacts;
export function keyFacts(key: NameKey | ComparedKey): NameKeyFacts | ComparedKeyFacts;
export function keyFacts(key: string): NameKeyFacts | ComparedKeyFacts | undefined;
export function keyFacts(key: string): NameKeyFacts | ComparedKeyFacts | undefined {
  return Object.hasOwn(keys, key) ? keys[key as keyof Keys] : undefined;
}

/** `>=5` as a sign and the rest. */
export function splitSign(text: string): [sign: Sign, rest: string] | undefined {
  const [, sign, rest = ""] = /^(>=|<=|>|<)(.*)$/s.exec(text) ?? [];
  return sign === undefined ? undefined : [sign as Sign, rest];
}

function compared(sign: Sign, value: number | undefined): Comparison | undefined {
  return value === undefined ? undefined : { sign, value };
}

/** A key whose names are in a column of the runs. */
function namesOfRun(column: string, detail: string, of: (run: RunFacts) => string | undefined): NameKeyFacts {
  return {
    kind: "name",
    detail,
    sql: (patterns) => namesCondition(`r.${column}`, patterns),
    known: knownIn("runs", column),
    of: (run) => {
      const name = of(run);
      return name === undefined ? [] : [name];
    },
  };
}

/** A key whose names are in a table with a row for each name of a run. */
function namesOfPart(table: string, detail: string, of: (run: RunFacts) => readonly string[]): NameKeyFacts {
  return {
    kind: "name",
    detail,
    sql: (patterns) => {
      const { sql, values } = namesCondition("n.name", patterns);
      return { sql: `r.number IN (SELECT n.run FROM ${table} n WHERE ${sql})`, values };
    },
    known: knownIn(table, "name"),
    of,
  };
}

function knownIn(table: string, column: string): string {
  return `SELECT ${column} AS text, count(*) AS runs FROM ${table} WHERE ${column} ${like} GROUP BY ${column}`;
}
