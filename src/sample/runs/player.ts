import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import type { InputAnswer } from "#api/contract.ts";
import { messageOf } from "#base/thrown.ts";
import type { Script } from "#sample/agent/steps.ts";
import type { ServedRun } from "#server/runs/servedRun.ts";
import { conclude, perform } from "./perform.ts";

/** A script that plays in real time, and its state. */
export interface Playing {
  script: Script;
  /** How fast it plays: 1 is for a person to watch. */
  speed: number;
  /** Whether it already waits for an answer. */
  asking?: boolean;
  /** Times are those of speed 1, whatever the speed: a call that is slow takes its time on paper alone. */
  scriptedTimes?: boolean;
}

/** How many events may follow each other before the sockets get a turn. */
const maxBurst = 250;
/** In milliseconds: how long a new run waits for its worker. */
const workerWait = 200;

/** Plays a script on a run in real time, until the run is terminal or the player is stopped. */
export class RunPlayer {
  readonly #run: ServedRun;
  readonly #playing: Playing;
  readonly #stopped = new AbortController();
  #answered: ((answer: InputAnswer) => void) | undefined;
  /** The time of the next step, which keeps the pace independent of the timers' precision. */
  #due = Date.now();
  #inBurst = 0;
  /** The time that the events get, if it isn't the real one. */
  #eventTime = Date.now();

  constructor(run: ServedRun, playing: Playing) {
    this.#run = run;
    this.#playing = playing;
  }

  /** What time it is for this run. */
  get now(): number {
    return this.#playing.scriptedTimes ? this.#eventTime : Date.now();
  }

  /** Resolves when the script has ended. A script that throws makes its run fail. */
  async play(): Promise<void> {
    try {
      await this.#play();
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      const message = messageOf(error);
      this.#run.fail({ code: "internal_error", message, retryable: false, details: null }, this.now);
    }
  }

  /** Passes an answer, which the run has accepted, to the script. */
  answer(answer: InputAnswer): void {
    this.#answered?.(answer);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #play(): Promise<void> {
    const { script, asking } = this.#playing;
    if (this.#run.startedAt === undefined) {
      await this.#wait(workerWait);
      this.#run.start(this.now);
    }
    let answer = asking ? await this.#untilAnswered() : undefined;
    for (;;) {
      const { value: step, done } = script.next(answer);
      answer = undefined;
      if (done) return conclude(this.#run, step, this.now);
      await this.#wait(step.after);
      perform(this.#run, step, this.now);
      if (step.kind === "ask") answer = await this.#untilAnswered();
      if (step.kind === "pause") await this.#pause(step.lasts);
    }
  }

  async #pause(lasts: number | undefined): Promise<void> {
    if (lasts === undefined) throw new Error("A pause without an end can't be played");
    await this.#wait(lasts);
    this.#run.resume(this.now);
  }

  async #wait(time: number): Promise<void> {
    const { signal } = this.#stopped;
    this.#eventTime += time;
    this.#due += time / this.#playing.speed;
    const left = this.#due - Date.now();
    if (left >= 1) await delay(left, undefined, { signal });
    else if (++this.#inBurst % maxBurst === 0) await nextTurn(undefined, { signal });
    signal.throwIfAborted();
  }

  async #untilAnswered(): Promise<InputAnswer> {
    try {
      return await new Promise<InputAnswer>((resolve, reject) => {
        this.#answered = resolve;
        this.#stopped.signal.addEventListener("abort", reject, { once: true });
      });
    } finally {
      this.#answered = undefined;
      this.#due = Date.now();
    }
  }
}
