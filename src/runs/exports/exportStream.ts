import type * as z from "zod";
import { checked } from "#api/checked.ts";
import { type Run, type RunEvent, runEventSchema } from "#api/schemas.ts";
import { maxContainers, parseJson, TooMuchJsonError } from "#base/json/parseJson.ts";
import { type ExportedRun, exportedRunSchema, ExportFileError, type ExportHead, parseExport } from "./exportFile.ts";
import { ExportScanner, ScanError, textOf } from "./exportScanner.ts";

/** A run of an export, with as many of its events as are wanted. */
export interface FoundRun extends ExportedRun {
  head: ExportHead;
  /** The number of all events, also those that aren't held. */
  eventCount: number;
}

/** How many of the last events of a run are wanted; `Infinity` for all. */
export type WantedEvents = (run: Run) => number;

/**
 * Reads an export that may be longer than a text can be: one event at a time, and only the wanted events are held.
 *
 * @param containerLimit the lists and objects of a run that memory can hold
 * @throws ExportFileError with the file and the position
 */
export async function* streamedRuns(
  chunks: AsyncIterable<Uint8Array>,
  fileName: string,
  wanted: WantedEvents,
  containerLimit = maxContainers,
): AsyncGenerator<FoundRun> {
  const scanner = new ExportScanner();
  const reader = new PartReader(fileName, wanted, containerLimit);
  try {
    for await (const chunk of chunks) {
      for (const part of scanner.take(chunk)) {
        if (part.kind === "head") reader.takeHead(part.text);
        else if (part.kind === "run") reader.begin(part.text);
        else if (part.kind === "event") reader.add(part);
        else yield reader.end();
      }
    }
  } catch (cause) {
    if (!(cause instanceof ScanError)) throw cause;
    throw new ExportFileError(fileName, `It isn't a complete export of Dynamiq Runs: ${cause.message}.`, { cause });
  }
  if (!scanner.isComplete)
    throw new ExportFileError(fileName, "The file ends before the export is complete. Export the runs again.");
}

/** Makes runs of the parts of an export. */
class PartReader {
  readonly #fileName: string;
  readonly #wanted: WantedEvents;
  readonly #maxContainers: number;
  #head: ExportHead | undefined;
  #run: ExportedRun | undefined;
  /** How many runs were begun. */
  #runs = 0;
  #maxEvents = 0;
  #eventCount = 0;
  /** The events of a run whose last events are wanted: they are read when it is known which are the last. */
  #last: Uint8Array[] = [];
  #containers = 0;

  constructor(fileName: string, wanted: WantedEvents, containerLimit: number) {
    this.#fileName = fileName;
    this.#wanted = wanted;
    this.#maxContainers = containerLimit;
  }

  /** @throws ExportFileError */
  takeHead(text: string): void {
    this.#head = parseExport(text, this.#fileName, []);
  }

  /** @throws ExportFileError, ScanError */
  begin(text: string): void {
    this.#runs++;
    this.#run = this.#checked(exportedRunSchema, text);
    this.#maxEvents = this.#wanted(this.#run.run);
    this.#eventCount = 0;
    this.#last = [];
    this.#containers = 0;
  }

  /** @throws ExportFileError, ScanError */
  add({ bytes, containers }: { bytes: Uint8Array; containers: number }): void {
    this.#eventCount++;
    if (this.#maxEvents === Infinity) {
      this.#containers += containers;
      if (this.#containers > this.#maxContainers) {
        throw this.#error(`Its run ${this.#id} ${new TooMuchJsonError().message}. Open another run of the export.`);
      }
      this.#run?.events.push(this.#event(bytes));
      return;
    }
    this.#last.push(bytes);
    if (this.#last.length > this.#maxEvents) this.#last.shift();
  }

  /** @throws ExportFileError, ScanError */
  end(): FoundRun {
    const [head, exported] = [this.#head, this.#run];
    if (!head || !exported) throw new ScanError("a run is outside the list of runs");
    exported.events.push(...this.#last.map((bytes) => this.#event(bytes)));
    return { ...exported, head, eventCount: this.#eventCount };
  }

  get #id(): string {
    return this.#run?.run.id ?? "";
  }

  #event(bytes: Uint8Array): RunEvent {
    return this.#checked(runEventSchema, textOf(bytes));
  }

  #checked<T>(schema: z.ZodType<T>, text: string): T {
    const path = `runs.${this.#runs - 1}`;
    let value: unknown;
    try {
      value = parseJson(text);
    } catch (cause) {
      throw new ExportFileError(this.#fileName, `It is damaged at ${path}: this part isn't JSON.`, { cause });
    }
    const found = checked(schema, value);
    if ("problem" in found) throw this.#error(`It is damaged at ${path}.${found.problem}.`);
    return found.value;
  }

  #error(problem: string): ExportFileError {
    return new ExportFileError(this.#fileName, problem);
  }
}
