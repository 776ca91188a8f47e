import { type Disposable, Owner, toDisposable } from "#base/disposable.ts";
import { sleep } from "#base/sleep.ts";
import { messageOf } from "#base/thrown.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { AlarmService, Claim } from "#features/alarms/core/alarmService.ts";

/** In milliseconds, between two looks of a window. */
const lookEvery = 60_000;
/** In milliseconds. A window in the background waits, so that the focused one shows what was found. */
const behind = 2_000;

interface Options {
  /** Fires when another window may have found something. */
  onDidFind(hear: () => void): Disposable;
  /** @returns once VS Code has the notification */
  show: (claims: readonly Claim[]) => Promise<void>;
  isFocused: () => boolean;
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Looks once a minute, and shows what was found. Without alarms, a look asks no app. */
export class AlarmPolling extends Owner {
  readonly #service: Pick<AlarmService, "look" | "claim" | "settle">;
  readonly #options: Options;
  readonly #closing = new AbortController();
  #logged: string | undefined;

  constructor(service: Pick<AlarmService, "look" | "claim" | "settle">, options: Options) {
    super();
    this.owned.add(toDisposable(() => this.#closing.abort()));
    this.#service = service;
    this.#options = options;
  }

  start(): void {
    this.owned.add(this.#options.onDidFind(() => void this.#hear()));
    void this.#poll();
  }

  /** Looks now: a new alarm counts from now on. */
  async look(): Promise<void> {
    const { signal } = this.#closing;
    const { isFocused, wait = sleep } = this.#options;
    await this.#safely(async () => {
      await this.#service.look(signal);
      if (!isFocused()) await wait(behind, signal);
      if (!signal.aborted) await this.#showFound();
    });
  }

  async #hear(): Promise<void> {
    if (this.#options.isFocused()) await this.#safely(() => this.#showFound());
  }

  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    const { wait = sleep } = this.#options;
    while (!signal.aborted) {
      await this.look();
      await wait(lookEvery, signal);
    }
  }

  async #showFound(): Promise<void> {
    const claims = await this.#service.claim();
    if (claims.length === 0) return;
    await this.#options.show(claims);
    await this.#service.settle(claims);
  }

  /** What fails each minute in the same way is logged once. */
  async #safely(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#logged = undefined;
    } catch (error) {
      if (this.#logged !== messageOf(error)) onUnexpectedError(error);
      this.#logged = messageOf(error);
    }
  }
}
