import type { Run } from "#api/schemas.ts";
import { digest } from "#runFiles/digest.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { beganAt, type FailureFacts, type RunFacts } from "#runs/facts/runFacts.ts";
import { type MessagePart, messageParts, type PartKind } from "./messageParts.ts";

export interface Cause {
  /** The fingerprint of its runs, as marks of known causes take it. */
  readonly id: string;
  readonly type?: string;
  /** The node or tool that failed. */
  readonly place?: string;
  /** The message: what all runs have in common as it is, and what differs as its range or its kind. */
  readonly parts: readonly CausePart[];
  /** The newest first. */
  readonly runs: readonly FailedRun[];
  readonly users: number;
  /** Milliseconds since the epoch; `undefined` if no run has a time. */
  readonly firstSeen: number | undefined;
  readonly lastSeen: number | undefined;
}

type FailedRun = RunFacts & { readonly error: FailureFacts };

interface Draft {
  readonly print: Fingerprint;
  readonly error: FailureFacts;
  readonly runs: FailedRun[];
  /** The messages of all runs, each once. */
  readonly messages: Set<readonly MessagePart[]>;
}

/** When a run failed, as far as it is known. */
function failedAt(run: RunFacts): number | undefined {
  return run.endedAt ?? beganAt(run);
}

/** The failed runs among `runs` by their cause, those with most runs first. */
export function causesOf(runs: Iterable<RunFacts>): Cause[] {
  const drafts = new Map<string, Draft>();
  for (const run of runs) {
    if (!hasFailed(run)) continue;
    const print = fingerprintOf(run.error);
    const draft = drafts.get(print.id) ?? { print, error: run.error, runs: [], messages: new Set() };
    draft.messages.add(print.parts);
    draft.runs.push(run);
    drafts.set(print.id, draft);
  }
  return [...drafts.values()]
    .map(causeOf)
    .sort((a, b) => b.runs.length - a.runs.length || (b.lastSeen ?? 0) - (a.lastSeen ?? 0) || (a.id < b.id ? -1 : 1));
}

/** The causes of runs as the app sent them. */
export function causesOfRuns(runs: readonly Run[]): Cause[] {
  return causesOf(runs.filter(({ status }) => status === "failed").map(knownFacts));
}

/** What was found out about a run, which is made anew when it changes. */
const factsCache = new WeakMap<Run, RunFacts>();

function knownFacts(run: Run): RunFacts {
  const facts = factsCache.get(run) ?? factsOfRun(run);
  factsCache.set(run, facts);
  return facts;
}

/** A mocked failure has no cause: somebody made it up. */
function hasFailed(run: RunFacts): run is FailedRun {
  return run.status === "failed" && run.error !== undefined && !run.error.mocked;
}

function causeOf({ print, error, runs, messages }: Draft): Cause {
  const newestFirst = runs.toSorted((a, b) => (failedAt(b) ?? 0) - (failedAt(a) ?? 0));
  const times = runs.flatMap((run) => failedAt(run) ?? []);
  return {
    id: print.id,
    type: error.type,
    place: error.place,
    parts: commonParts([...messages]),
    runs: newestFirst,
    users: new Set(runs.flatMap(({ user }) => user ?? [])).size,
    firstSeen: times.length === 0 ? undefined : Math.min(...times),
    lastSeen: times.length === 0 ? undefined : Math.max(...times),
  };
}

/** A cause in one line: `payment_gateway_timeout in issue_refund`, else its message. */
export function causeTitle(cause: Pick<Cause, "type" | "place" | "parts">): string {
  const { type, place } = cause;
  if (type !== undefined) return place === undefined ? type : `${type} in ${place}`;
  return place === undefined ? causeMessage(cause) || "No reason given" : `Failure in ${place}`;
}

/** The message with the ranges and kinds of what differs in its place: `No answer from ‹url› within 3–40 s`. */
export function causeMessage({ parts }: Pick<Cause, "parts">): string {
  return parts.map(({ text }) => text).join("");
}

/** The failures with one fingerprint have one cause, as far as their errors tell. */
interface Fingerprint {
  /** The cause's id: it is equal for all failures with this cause, in all windows. */
  readonly id: string;
  readonly parts: readonly MessagePart[];
}

/** Number of words of a message that make its cause. */
const maxWords = 60;

/** The fingerprints by what they are made from, because many runs share few errors. With too many it begins again. */
const fingerprintCache = new Map<string, Fingerprint>();
const maxFingerprints = 5_000;

/** The fingerprint of a failure: its type, its place and the words of its message, without the values in it. */
export function fingerprintOf({ type = "", place, message }: FailureFacts): Fingerprint {
  const madeFrom = JSON.stringify([type, place, message]);
  const cached = fingerprintCache.get(madeFrom);
  if (cached) return cached;
  const parts = messageParts(message);
  const key = [type.toLowerCase(), wordsOf(parts)];
  const id = digest(JSON.stringify(place === undefined ? key : [...key, place])).slice(0, 20);
  const print = { id, parts };
  if (fingerprintCache.size >= maxFingerprints) fingerprintCache.clear();
  fingerprintCache.set(madeFrom, print);
  return print;
}

/** The words of a message. Which kind a variable part has makes no difference, nor has a plural after it. */
function wordsOf(parts: readonly MessagePart[]): string {
  const words: string[] = [];
  for (const { text, kind } of parts) {
    if (kind !== undefined) {
      if (words.at(-1) !== "*") words.push("*");
      continue;
    }
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])
      words.push(words.at(-1) === "*" ? word.replace(/(?<=..)s$/, "") : word);
  }
  return words.slice(0, maxWords).join(" ");
}

/** A piece of the message of several runs. */
interface CausePart {
  readonly text: string;
  /** Whether it stands for what differs between the runs. */
  readonly varies: boolean;
}

/**
 * The messages of a cause as one: numbers that differ as their range (`line 12–480`), other values as their kind
 * (`‹id›`).
 */
function commonParts(messages: readonly (readonly MessagePart[])[]): CausePart[] {
  const [first = [], ...others] = messages;
  const isAlike = others.every((parts) => hasShape(parts, first));
  return first.map((part, at) => {
    // Lists of other lengths have their values elsewhere, so nobody knows which of them belong together.
    const texts = isAlike ? messages.map((parts) => parts[at]!.text) : undefined;
    return part.kind === undefined ? ofWords(part.text, texts) : ofValues(part.kind, part.text, texts);
  });
}

function hasShape(parts: readonly MessagePart[], like: readonly MessagePart[]): boolean {
  return (
    parts.length === like.length &&
    parts.every(({ kind }, at) => (kind === undefined) === (like[at]!.kind === undefined))
  );
}

/** Words may differ after those that tell the cause. */
function ofWords(first: string, texts: readonly string[] | undefined): CausePart {
  const words = lettersOf(first);
  const isSame = texts?.every((text) => text === first || lettersOf(text) === words) ?? true;
  return isSame ? { text: first, varies: false } : { text: " ‹text› ", varies: true };
}

/** A text without what words are told apart by: case and a plural. */
function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/s\b/g, "")
    .trim();
}

/** What `errorText` writes for a value that it has left out: it says nothing about whether the values are the same. */
const leftOut = /^(?:\{\}|<object>)$/;

function ofValues(kind: PartKind, first: string, texts: readonly string[] | undefined): CausePart {
  if (texts?.every((text) => text === first) && !leftOut.test(first)) return { text: first, varies: false };
  const range = texts && countableKinds.has(kind) ? rangeOf(texts) : undefined;
  return { text: range ?? `‹${kind}›`, varies: true };
}

const countableKinds: ReadonlySet<PartKind> = new Set(["number", "time", "amount", "size"]);

/** A number between the same signs and units: `$ 1,480.00`, `30 s`. */
const measuredValue = /^(\D{0,8}?)(-?\d{1,40}(?:,\d{3}){0,12}(?:\.\d{1,40})?)(\D{0,20})$/;

/** `3–40 s`; `undefined` if one of the texts isn't a number, or is in another unit. */
function rangeOf(texts: readonly string[]): string | undefined {
  let lowest: { value: number; text: string } | undefined;
  let highest = lowest;
  let around: { before: string; after: string } | undefined;
  for (const text of texts) {
    const [, before = "", digits, after = ""] = measuredValue.exec(text) ?? [];
    around ??= { before, after };
    if (digits === undefined || around.before !== before || around.after !== after) return undefined;
    const value = Number(digits.replaceAll(",", ""));
    if (!lowest || value < lowest.value) lowest = { value, text: digits };
    if (!highest || value > highest.value) highest = { value, text: digits };
  }
  if (!lowest || !highest || !around) return undefined;
  return `${around.before}${lowest.text}${lowest.value < 0 ? " to " : "–"}${highest.text}${around.after}`;
}
