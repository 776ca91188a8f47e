import type { Run, RunEvent } from "#api/schemas.ts";
import { lowerBound } from "#base/lowerBound.ts";
import { memorySize } from "#base/memorySize.ts";
import { positionAfter, sequenceAt } from "#model/eventPosition.ts";
import { isTerminalType } from "#model/eventTypes.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { StepChange } from "#runs/story/storySteps.ts";
import { withoutLarge } from "#runs/values/largeValue.ts";
import { EventTraces, traceOf } from "./eventTraces.ts";

export interface SequenceGap {
  /** The first missing sequence. */
  readonly from: number;
  /** The last missing sequence. */
  readonly to: number;
}

export interface LogLimits {
  /** How many events are held at most. */
  limit?: number;
  /** The most that they weigh together, in bytes. The newest one is always kept. */
  weight?: number;
  /** How many of the newest are kept up to four times the weight, so that one large result doesn't push out all. */
  few?: number;
}

/** A reader may scroll through these without a request: a million events with their story take 43 MB of heap. */
const defaultLimits = { limit: 10_000, weight: 4_000_000, few: 500 };

/**
 * The events of one run in the order of their sequences, each once. Knows which sequences are missing (from 1 on), and
 * keeps the newest events within its limits. Of older ones it keeps a trace. An event whose sequence is known with
 * another id is kept after it, with a position of `eventPosition.ts` as its sequence.
 */
export class EventLog implements Iterable<RunEvent> {
  readonly #limit: number;
  readonly #maxWeight: number;
  readonly #few: number;
  #weight = 0;
  /** How many leave memory at once, so that adding takes constant time on average. */
  readonly #step: number;
  readonly #held: RunEvent[] = [];
  readonly #weights: number[] = [];
  readonly #left = new EventTraces();
  #last: number | undefined;
  readonly #gaps: SequenceGap[] = [];
  #count = 0;
  /** The sequence up to which the app has counted: lower than the last one while it counts some of them again. */
  #counted = 0;
  /** The sequence of a pause that nothing has resumed yet. */
  #paused: number | undefined;
  #hasEnd = false;
  #countsAgain = false;

  constructor(limits: LogLimits = {}) {
    this.#limit = Math.max(1, limits.limit ?? defaultLimits.limit);
    this.#maxWeight = limits.weight ?? defaultLimits.weight;
    this.#few = limits.few ?? (limits.weight === undefined ? defaultLimits.few : 0);
    this.#step = Math.max(1, this.#limit >> 5);
  }

  /** How many different events were added, in memory or not. */
  get count(): number {
    return this.#count;
  }

  /** How many events are in memory. */
  get held(): number {
    return this.#held.length;
  }

  /** The traces of events that have left memory, in order. All of them precede those in memory. */
  get left(): Omit<EventTraces, "add"> {
    return this.#left;
  }

  /** The highest sequence so far; 0 before the first event. */
  get lastSequence(): number {
    return Math.max(0, this.#last ?? 0);
  }

  /** The position of the last event; 0 before the first one. */
  get lastPosition(): number {
    return Math.max(0, this.#held.at(-1)?.sequence ?? 0);
  }

  /**
   * The sequence after which new events can come: the last one, or the one before a pause, since after a resume the app
   * goes on from the number of the pause. Where it has done so before, the last sequence may come with another id.
   */
  get resumeAfter(): number {
    const counted = this.#countsAgain ? this.#counted - 1 : this.#counted;
    return Math.max(0, this.#paused === undefined ? counted : Math.min(counted, this.#paused - 1));
  }

  /** Whether an event that ends the run was added. It needn't be in the last place: the app may count again. */
  get hasEnd(): boolean {
    return this.#hasEnd;
  }

  /** Whether a sequence came again with another id. */
  get countsAgain(): boolean {
    return this.#countsAgain;
  }

  /** The lowest position in memory; `undefined` before the first event. */
  get firstHeld(): number | undefined {
    return this.#held[0]?.sequence;
  }

  /** The missing sequences, in order. */
  get gaps(): readonly SequenceGap[] {
    return this.#gaps;
  }

  /** The range in which sequences would be missing if only these events were added. Gaps before it aren't included. */
  gapBefore(events: readonly RunEvent[]): SequenceGap | undefined {
    let last = this.lastSequence;
    const later = events.map(({ sequence }) => sequence).filter((sequence) => sequence > last);
    let gap: SequenceGap | undefined;
    for (const sequence of later.sort((a, b) => a - b)) {
      if (sequence > last + 1) gap = { from: gap?.from ?? last + 1, to: sequence - 1 };
      last = sequence;
    }
    return gap;
  }

  /** Adds events and returns the new ones, in the order of their sequences. */
  add(events: readonly RunEvent[]): RunEvent[] {
    const newEvents: RunEvent[] = [];
    let ordered = true;
    for (const each of events) {
      const arrival = this.#arrivalOf(each.sequence);
      const event = arrival === "known" ? (this.#startsBelow(each) ? each : this.#repeat(each)) : each;
      if (!event) continue;
      this.#hold(event, arrival === "next" ? this.#held.length : this.#position(event.sequence));
      if (arrival !== "next") ordered = false;
      if (arrival === "next" || event !== each) this.#noteCount(each);
      this.#count++;
      this.#hasEnd ||= isTerminalType(event.type);
      this.#countsAgain ||= event !== each;
      newEvents.push(event);
    }
    // A late event that fills a gap before the oldest event in memory leaves memory at once.
    const newestLeft = this.#left.lastSequence;
    if (newestLeft !== undefined) this.#leave(this.#position(newestLeft));
    if (this.#held.length > this.#limit) {
      this.#leave(Math.max(this.#held.length - this.#limit, Math.min(this.#step, this.#held.length - 1)));
    }
    if (this.#weight > this.#maxWeight) this.#leave(this.#countTooHeavy());
    return ordered ? newEvents : newEvents.sort((a, b) => a.sequence - b.sequence);
  }

  /** The event at this position, when it is in memory. */
  get(sequence: number): RunEvent | undefined {
    const event = this.#held[this.#position(sequence)];
    return event?.sequence === sequence ? event : undefined;
  }

  /** How many known events precede a position, in memory or not. */
  countBefore(sequence: number): number {
    const left = this.#left.countBefore(sequence);
    return left < this.#left.length ? left : left + this.#position(sequence);
  }

  /** The events in memory by position, as `Array.prototype.slice` takes it. */
  slice(start?: number, end?: number): RunEvent[] {
    return this.#held.slice(start, end);
  }

  [Symbol.iterator](): Iterator<RunEvent> {
    return this.#held[Symbol.iterator]();
  }

  /** How many have to leave, with some room for the next ones. */
  #countTooHeavy(): number {
    let count = 0;
    let rest = this.#weight;
    for (; count < this.#held.length - 1; count++) {
      const maxWeight = this.#held.length - count <= this.#few ? 4 * this.#maxWeight : this.#maxWeight * (31 / 32);
      if (rest <= maxWeight) break;
      rest -= this.#weights[count]!;
    }
    return count;
  }

  #leave(count: number): void {
    if (count === 0) return;
    for (const weight of this.#weights.splice(0, count)) this.#weight -= weight;
    for (const event of this.#held.splice(0, count)) this.#left.add(traceOf(event));
  }

  /** How an event arrives: after all others, into a gap, or again, as a duplicate. */
  #arrivalOf(sequence: number): "next" | "late" | "known" {
    if (this.#last !== undefined && sequence <= this.#last) return this.#fill(sequence) ? "late" : "known";
    const from = this.lastSequence + 1;
    this.#last = sequence;
    if (sequence > from) this.#gaps.push({ from, to: sequence - 1 });
    return "next";
  }

  #fill(sequence: number): boolean {
    const index = lowerBound(this.#gaps, (gap) => gap.to < sequence);
    const gap = this.#gaps[index];
    if (gap === undefined || gap.from > sequence) return false;
    const rest = [
      { from: gap.from, to: sequence - 1 },
      { from: sequence + 1, to: gap.to },
    ].filter(({ from, to }) => from <= to);
    this.#gaps.splice(index, 1, ...rest);
    return true;
  }

  /** The event at a position of its own, if its sequence came with another id; `undefined` for a duplicate. */
  #repeat(event: RunEvent): RunEvent | undefined {
    if (!event.id) return undefined;
    let position: number | undefined;
    for (let at = this.#position(event.sequence); at < this.#held.length; at++) {
      const held = this.#held[at]!;
      if (sequenceAt(held.sequence) !== event.sequence) break;
      if (!held.id || held.id === event.id) return undefined;
      position = held.sequence;
    }
    // The ids of events that have left memory aren't known any more.
    const next = position === undefined ? undefined : positionAfter(position);
    return next === undefined ? undefined : { ...event, sequence: next };
  }

  /** Notes how far the app has counted. @param event one that is after the last one, or has a known sequence */
  #noteCount({ type, sequence }: RunEvent): void {
    const isAgain = sequence <= this.#counted;
    this.#counted = Math.max(0, sequence);
    if (type === "run.paused") this.#paused = sequence;
    else if (type === "run.resumed" || isAgain) this.#paused = undefined;
  }

  /** Sequences start at 1. If a server counts from 0, its first event is no duplicate. */
  #startsBelow({ sequence }: RunEvent): boolean {
    return sequence < 1 && this.#held.length === this.#count && !this.get(sequence);
  }

  #hold(event: RunEvent, position: number): void {
    const weight = memorySize(event);
    this.#weight += weight;
    if (position === this.#held.length) {
      this.#held.push(event);
      this.#weights.push(weight);
    } else {
      this.#held.splice(position, 0, event);
      this.#weights.splice(position, 0, weight);
    }
  }

  #position(sequence: number): number {
    return lowerBound(this.#held, (event) => event.sequence < sequence);
  }
}

/** New events in order, and the changes that they make in the story. */
export interface EventsChange {
  kind: "events";
  events: RunEvent[];
  story: StepChange[];
  /** Whether late events made us build the whole story again: `story` is all of it. */
  rebuilt: boolean;
}

/** The events of one run and its story. The story stays complete when the oldest events leave memory. */
export class EventsAndStory {
  readonly log: EventLog;
  #runStory = new RunStory(withoutLarge);
  #error: unknown;

  /** @param limits how many events are kept in memory */
  constructor(limits: LogLimits = {}) {
    this.log = new EventLog(limits);
  }

  get runStory(): RunStory {
    return this.#runStory;
  }

  /** Adds events, without the bytes of files. @returns what changed, `undefined` when nothing did */
  add(batch: readonly RunEvent[]): EventsChange | undefined {
    const before = this.log.lastPosition;
    const events = this.log.add(batch.map(withoutBytes));
    const [first] = events;
    if (!first) return undefined;
    // While all events are in memory, a late one makes us build the story again. Afterwards its steps find their
    // positions by sequence.
    const rebuilt = first.sequence < before && this.log.left.length === 0;
    if (rebuilt) this.#runStory = new RunStory(withoutLarge);
    if (rebuilt) this.#runStory.takeError(this.#error);
    const story = this.#runStory.apply(rebuilt ? [...this.log] : events);
    return { kind: "events", events, story, rebuilt };
  }

  /** Takes the run's own record: its error may say which call failed. Returns what changed, as `add` does. */
  takeRun({ status, error }: Pick<Run, "status" | "error">): EventsChange | undefined {
    if (status !== "failed") return undefined;
    this.#error = error;
    const story = this.#runStory.takeError(error);
    return story.length === 0 ? undefined : { kind: "events", events: [], story, rebuilt: false };
  }
}
