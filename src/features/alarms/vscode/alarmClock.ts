import type { Disposable } from "#base/disposable.ts";
import { sleep } from "#base/sleep.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { Alarm, AlarmDesk } from "#features/alarms/core/alarmDesk.ts";

/** In milliseconds, between two looks of a window. */
const lookEvery = 60_000;

/** Looks once a minute, and passes on what this window has to tell. Without rules, a look asks no app. */
export class AlarmClock implements Disposable {
  readonly #desk: Pick<AlarmDesk, "look">;
  readonly #tell: (alarms: readonly Alarm[]) => void;
  readonly #closing = new AbortController();

  constructor(desk: Pick<AlarmDesk, "look">, tell: (alarms: readonly Alarm[]) => void) {
    this.#desk = desk;
    this.#tell = tell;
  }

  start(): void {
    void this.#lookOn();
  }

  /** Looks now: a new rule counts from now on. */
  async look(): Promise<void> {
    try {
      const told = await this.#desk.look(this.#closing.signal);
      if (told.length > 0) this.#tell(told);
    } catch (error) {
      onUnexpectedError(error);
    }
  }

  dispose(): void {
    this.#closing.abort();
  }

  async #lookOn(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.look();
      await sleep(lookEvery, signal);
    }
  }
}
