import type { Disposable } from "../../../base/disposable.ts";

/** In milliseconds: so long after a Python program has ended its post may still be on its way. */
const patience = 10 * 60_000;

/** `python3 app.py`, `.venv/bin/python -m app`, `uv run app.py`, `pytest tests`. */
const python =
  /(?:^|[\s/\\"'])(?:python[\d.]*|py|pytest|ipython|(?:uv|poetry|pipenv|hatch|pdm)\s+run)(?:\.exe)?(?:["'\s]|$)/i;

/** Whether a command line starts a Python program. */
export function startsPython(commandLine: string): boolean {
  return python.test(commandLine);
}

/** Notices that a Python program ended in a terminal with the variables, and that nothing came of it. */
export class SilentPrograms implements Disposable {
  readonly #onSilent: () => void;
  #timer: NodeJS.Timeout | undefined;
  #hasReceived = false;

  /** @param onSilent called once, ten minutes after the first such program has ended */
  constructor(onSilent: () => void) {
    this.#onSilent = onSilent;
  }

  ended(): void {
    if (this.#hasReceived || this.#timer) return;
    this.#timer = setTimeout(this.#onSilent, patience);
    this.#timer.unref();
  }

  /** Something has arrived, so the program and the terminal are right. */
  received(): void {
    this.#hasReceived = true;
    this.dispose();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
