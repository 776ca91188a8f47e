import type { Disposable } from "#base/disposable.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import type { TraceRun } from "./trace.ts";

/** What a person should know about the code that posted: `handlerUsedAgain`, or `listCut` at 50 entries. */
export type Hint = "handlerUsedAgain" | "listCut";

/** The SDK cuts lists without a mark, so a list of exactly so many entries may be cut. */
const sdkListLimit = 50;

/** The hints about a body. */
export function hintsOf(nodes: readonly TraceRun[]): Hint[] {
  const isCut = nodes.some(({ input, output }) => hasCutList(input) || hasCutList(output));
  return [...(isUsedAgain(nodes) ? (["handlerUsedAgain"] as const) : []), ...(isCut ? (["listCut"] as const) : [])];
}

/** A handler has one trace id and posts all runs that it has ever seen. */
function isUsedAgain(nodes: readonly TraceRun[]): boolean {
  const traces = new Set<unknown>();
  for (const { parent_run_id: parent, trace_id: trace } of nodes) {
    if ((parent ?? null) !== null || typeof trace !== "string") continue;
    if (traces.has(trace)) return true;
    traces.add(trace);
  }
  return false;
}

function hasCutList(value: unknown): boolean {
  if (!isContainer(value)) return false;
  if (Array.isArray(value) && value.length === sdkListLimit) return true;
  return Object.values(value).some(hasCutList);
}

/** In milliseconds: so long after a Python program has ended its post may still be on its way. */
const hintDelay = 10 * 60_000;

/** `python3 app.py`, `.venv/bin/python -m app`, `uv run app.py`, `pytest tests`. */
const pythonCommand =
  /(?:^|[\s/\\"'])(?:python[\d.]*|py|pytest|ipython|(?:uv|poetry|pipenv|hatch|pdm)\s+run)(?:\.exe)?(?:["'\s]|$)/i;

/** Whether a command line starts a Python program. */
export function startsPython(commandLine: string): boolean {
  return pythonCommand.test(commandLine);
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
    this.#timer = setTimeout(this.#onSilent, hintDelay);
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
