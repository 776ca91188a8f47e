import { createHash } from "node:crypto";
import type * as z from "zod";
import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { memorySize } from "#base/memorySize.ts";
import { countOf } from "#model/counts.ts";
import { unreadableWord } from "#model/unreadableWord.ts";
import { type Checked, checked } from "./checked.ts";
import type { Page } from "./contract.ts";
import {
  eventPageSchema,
  type InputRequest,
  inputRequestSchema,
  pageSchema,
  type Run,
  runResponseSchema,
  type RunEvent,
  runEventSchema,
  runPageSchema,
  runSchema,
} from "./schemas.ts";

/** The problem with an item, and the item as it was sent. It is in the item's field `unreadable`. */
export interface Unreadable {
  /** The field and the reason: `status: expected string, received undefined`. */
  problem: string;
  value: unknown;
}

/** The problem of an item that doesn't match the Runs API; `undefined` for any other item. */
export function unreadableOf(item: Run | RunEvent | InputRequest): Unreadable | undefined {
  const mark = item[unreadableWord];
  return isContainer(mark) && "problem" in mark && typeof mark.problem === "string" ? (mark as Unreadable) : undefined;
}

/** A run as far as it can be read. It keeps the fields that match the API, and gets an id if it has none. */
function readableRun(value: unknown): Run {
  const result = checked(runSchema, value);
  if ("value" in result) return result.value;
  const fields = validFields(runSchema, value);
  const requests = isContainer(value) ? (value as Partial<Run>).input_requests : undefined;
  const run = { id: ownId(value), status: unreadableWord, ...fields, unreadable: { problem: result.problem, value } };
  return Array.isArray(requests) ? { ...run, input_requests: requests.map(readableRequest) } : run;
}

/** Whether a run was sent without an id, so that the app can't be asked for it. */
export function hasNoId(run: Run): boolean {
  return unreadableOf(run) !== undefined && run.id.startsWith(idPrefix);
}

function readableRequest(value: unknown): InputRequest {
  const result = checked(inputRequestSchema, value);
  if ("value" in result) return result.value;
  const unreadable: Unreadable = { problem: result.problem, value };
  const prompt = `This input request can't be read (${result.problem}).`;
  return { id: ownId(value), type: unreadableWord, prompt, ...validFields(inputRequestSchema, value), unreadable };
}

/** An event as far as it can be read; `undefined` when it has no sequence in the run. */
function readableEvent(value: unknown): RunEvent | undefined {
  const result = checked(runEventSchema, value);
  if ("value" in result) return result.value;
  const { sequence, ...fields } = validFields(runEventSchema, value);
  return sequence === undefined ? undefined : eventAt(sequence, { problem: result.problem, value }, fields);
}

/** How many events without a sequence are kept until they get one, and about how many bytes. */
const maxWaiting = { events: 1_000, bytes: 4_000_000 };

/** Gives events without a valid sequence one that is free. Otherwise the next event reports them. */
export class EventSequencer {
  #last: number | undefined;
  #waiting: Unreadable[] = [];
  /** In bytes. */
  #weight = 0;
  /** How many were too many to be kept. */
  #left = 0;

  /** The problem with the first event that still needs a sequence. */
  get problem(): string | undefined {
    return this.#waiting[0]?.problem;
  }

  /** An event with this sequence arrived, and no other waits for one. */
  pass(sequence: number): void {
    this.#last = sequence;
  }

  /** @returns the events that have a sequence now, in order */
  take(value: unknown): RunEvent[] {
    const event = readableEvent(value);
    if (!event) {
      this.#wait(value);
      return [];
    }
    const waiting = this.#takeWaiting();
    const first = (this.#last ?? event.sequence - waiting.length - 1) + 1;
    const free = Math.max(0, Math.min(waiting.length, first < 1 ? 0 : event.sequence - first));
    const sequenced = waiting.slice(0, free).map((each, index) => eventAt(first + index, each));
    const rest = waiting.slice(free);
    this.#last = event.sequence;
    return [
      ...sequenced,
      rest.length === 0 ? event : { ...event, unreadable: joinUnreadable(rest, unreadableOf(event)) },
    ];
  }

  /** The last events, after all others. */
  rest(): RunEvent[] {
    const first = (this.#last ?? 0) + 1;
    return this.#takeWaiting().map((each, index) => eventAt(first + index, each));
  }

  #wait(value: unknown): void {
    if (this.#waiting.length >= maxWaiting.events || this.#weight >= maxWaiting.bytes) {
      this.#left += 1;
      return;
    }
    // Only of what is kept, because finding out what is wrong takes long.
    const result = checked(runEventSchema, value);
    this.#waiting.push({ problem: "problem" in result ? result.problem : "", value });
    this.#weight += memorySize(value);
  }

  #takeWaiting(): Unreadable[] {
    const waiting = this.#waiting;
    const problem = `${countOf(this.#left, "more event")} without a valid sequence`;
    if (this.#left > 0) waiting.push({ problem, value: "not kept" });
    this.#waiting = [];
    this.#weight = 0;
    this.#left = 0;
    return waiting;
  }
}

/** Joins several unreadable events, which one event reports. */
function joinUnreadable(rest: readonly Unreadable[], own: Unreadable | undefined): Unreadable {
  const all = own ? [own, ...rest] : rest;
  return {
    problem: all.map(({ problem }) => problem).join("; "),
    value: all.length === 1 ? all[0]?.value : all.map(({ value }) => value),
  };
}

function eventAt(sequence: number, unreadable: Unreadable, fields: Partial<RunEvent> = {}): RunEvent {
  const { type } = fields;
  // The story and the list of events show the data of types that they don't know.
  if (type === undefined) return { ...fields, type: unreadableWord, sequence, data: unreadable };
  return { ...fields, type, sequence, unreadable };
}

/** The fields of an object that match a schema. */
function validFields<T extends Run | RunEvent | InputRequest>(schema: z.ZodType<T>, value: unknown): Partial<T> {
  if (!isContainer(value) || Array.isArray(value)) return {};
  const wrong = new Set((schema.safeParse(value).error?.issues ?? []).map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(value).filter(([key]) => !wrong.has(key))) as Partial<T>;
}

const idPrefix = "unreadable-";

/** An id that is equal for equal values, so that a row stays where it is when the list is read again. */
function ownId(value: unknown): string {
  const hash = createHash("sha256").update(stringifyJson(value) ?? "");
  return idPrefix + hash.digest("hex").slice(0, 16);
}

/** A response with one run. Without the run's id it is invalid: nobody could tell which run it is. */
export function runResponse(value: unknown): Checked<{ data: Run }> {
  const result = checked(runResponseSchema, value);
  if ("value" in result) return result;
  const { data } = isContainer(value) ? (value as { data?: unknown }) : {};
  const hasId = isContainer(data) && "id" in data && typeof data.id === "string";
  return hasId ? { value: { ...(value as object), data: readableRun(data) } } : result;
}

/** A page of runs, each as far as it can be read. */
export function runPage(value: unknown): Checked<Page<Run>> {
  return page(value, runPageSchema, (items) => items.map(readableRun));
}

/** A page of events, each as far as it can be read. */
export function eventPage(value: unknown): Checked<Page<RunEvent>> {
  return page(value, eventPageSchema, (items) => {
    const sequencer = new EventSequencer();
    return [...items.flatMap((item) => sequencer.take(item)), ...sequencer.rest()];
  });
}

/** Checks all items together, and one by one if that fails. */
function page<T>(value: unknown, schema: z.ZodType<Page<T>>, readItems: (items: unknown[]) => T[]): Checked<Page<T>> {
  const result = checked(schema, value);
  if ("value" in result) return result;
  const envelope = checked(pageSchema, value);
  return "value" in envelope ? { value: { ...envelope.value, data: readItems(envelope.value.data) } } : result;
}
