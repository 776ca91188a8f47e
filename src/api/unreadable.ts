import { createHash } from "node:crypto";
import type * as z from "zod";
import { isContainer } from "../base/json/exactNumber.ts";
import { stringifyJson } from "../base/json/stringifyJson.ts";
import { unreadableWord } from "../model/unreadable.ts";
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

/**
 * What is wrong with an item that the app sent, and all of it as it was sent. It stands in the item's field
 * `unreadable`.
 */
export interface Unreadable {
  /** The place and the reason: `status: expected string, received undefined`. */
  problem: string;
  value: unknown;
}

/** What an item says of itself when it couldn't be read as what the Runs API says; `undefined` for any other. */
export function unreadableOf(item: Run | RunEvent | InputRequest): Unreadable | undefined {
  const told = item[unreadableWord];
  return isContainer(told) && "problem" in told && typeof told.problem === "string" ? (told as Unreadable) : undefined;
}

/**
 * A run as far as it can be read: one that isn't as the API says keeps what is, and has an id of its own where it came
 * without.
 */
function readableRun(value: unknown): Run {
  const result = checked(runSchema, value);
  if ("value" in result) return result.value;
  const fields = valid(runSchema, value);
  const requests = isContainer(value) ? (value as Partial<Run>).input_requests : undefined;
  const run = { id: ownId(value), status: unreadableWord, ...fields, unreadable: { problem: result.problem, value } };
  return Array.isArray(requests) ? { ...run, input_requests: requests.map(readableRequest) } : run;
}

/** Whether a run came without an id: the app can't be asked for it. */
export function hasNoId(run: Run): boolean {
  return unreadableOf(run) !== undefined && run.id.startsWith(idPrefix);
}

function readableRequest(value: unknown): InputRequest {
  const result = checked(inputRequestSchema, value);
  if ("value" in result) return result.value;
  const unreadable: Unreadable = { problem: result.problem, value };
  const prompt = `This input request can't be read (${result.problem}).`;
  return { id: ownId(value), type: unreadableWord, prompt, ...valid(inputRequestSchema, value), unreadable };
}

/** An event as far as it can be read; `undefined` when it doesn't say where it belongs. */
function readableEvent(value: unknown): RunEvent | undefined {
  const result = checked(runEventSchema, value);
  if ("value" in result) return result.value;
  const { sequence, ...fields } = valid(runEventSchema, value);
  return sequence === undefined ? undefined : eventAt(sequence, { problem: result.problem, value }, fields);
}

/**
 * Puts events that don't say where they belong between those that do, where a sequence is free; else the next event
 * tells of them.
 */
export class EventPlaces {
  #last: number | undefined;
  #waiting: Unreadable[] = [];

  /** What is wrong with the first event that waits for the next one to be placed. */
  get problem(): string | undefined {
    return this.#waiting[0]?.problem;
  }

  /** An event with this sequence came, and none waits. */
  pass(sequence: number): void {
    this.#last = sequence;
  }

  /** @returns the events that are placed now, in order */
  take(value: unknown): RunEvent[] {
    const event = readableEvent(value);
    if (!event) {
      const result = checked(runEventSchema, value);
      this.#waiting.push({ problem: "problem" in result ? result.problem : "", value });
      return [];
    }
    const first = (this.#last ?? event.sequence - this.#waiting.length - 1) + 1;
    const free = Math.max(0, Math.min(this.#waiting.length, first < 1 ? 0 : event.sequence - first));
    const placed = this.#waiting.slice(0, free).map((each, index) => eventAt(first + index, each));
    const rest = this.#waiting.slice(free);
    this.#waiting = [];
    this.#last = event.sequence;
    return [...placed, rest.length === 0 ? event : { ...event, unreadable: together(rest, unreadableOf(event)) }];
  }

  /** Those that came last, behind all others. */
  rest(): RunEvent[] {
    const first = (this.#last ?? 0) + 1;
    return this.#waiting.splice(0).map((each, index) => eventAt(first + index, each));
  }
}

/** Several that are told of by one event. */
function together(rest: readonly Unreadable[], own: Unreadable | undefined): Unreadable {
  const all = own ? [own, ...rest] : rest;
  return {
    problem: all.map(({ problem }) => problem).join("; "),
    value: all.length === 1 ? all[0]?.value : all.map(({ value }) => value),
  };
}

function eventAt(sequence: number, unreadable: Unreadable, fields: Partial<RunEvent> = {}): RunEvent {
  const { type } = fields;
  // The story and the list of events show the data of a type that they don't know.
  if (type === undefined) return { ...fields, type: unreadableWord, sequence, data: unreadable };
  return { ...fields, type, sequence, unreadable };
}

/** The fields of an object that are as a schema says. */
function valid<T extends Run | RunEvent | InputRequest>(schema: z.ZodType<T>, value: unknown): Partial<T> {
  if (!isContainer(value) || Array.isArray(value)) return {};
  const wrong = new Set((schema.safeParse(value).error?.issues ?? []).map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(value).filter(([key]) => !wrong.has(key))) as Partial<T>;
}

const idPrefix = "unreadable-";

/** The same for the same value, so that a row stays where it is when the list is read again. */
function ownId(value: unknown): string {
  const hash = createHash("sha256").update(stringifyJson(value) ?? "");
  return idPrefix + hash.digest("hex").slice(0, 16);
}

/** The answer with one run. Without a run's id it is none: nobody could say which run this is. */
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
    const places = new EventPlaces();
    return [...items.flatMap((item) => places.take(item)), ...places.rest()];
  });
}

/** Checks all items at once, and one by one where that fails. */
function page<T>(value: unknown, schema: z.ZodType<Page<T>>, readItems: (items: unknown[]) => T[]): Checked<Page<T>> {
  const result = checked(schema, value);
  if ("value" in result) return result;
  const envelope = checked(pageSchema, value);
  return "value" in envelope ? { value: { ...envelope.value, data: readItems(envelope.value.data) } } : result;
}
