import { type JSONVisitor, printParseErrorCode, visit } from "jsonc-parser";
import * as z from "zod";
import { checked } from "#api/checked.ts";
import { type Run, type RunEvent, runEventSchema, runSchema } from "#api/schemas.ts";
import { TooMuchJsonError, parseJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { startOf } from "#model/runOrder.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";

interface SourcePosition {
  /** Both count from 1. */
  line: number;
  column: number;
}

/** The file can't be read as an export. The message names the file and, if there is one, the position. */
export class ExportFileError extends Error {
  override readonly name = "ExportFileError";
  readonly at: SourcePosition | undefined;

  constructor(fileName: string, problem: string, options: ErrorOptions & { at?: SourcePosition } = {}) {
    const { at } = options;
    super(`${fileName}${at ? `, line ${at.line}, column ${at.column}` : ""}: ${problem}`, options);
    this.at = at;
  }
}

/** Says where a text stops being JSON. The first parser quotes the text in its error, and may not say where. */
function syntaxError(text: string, fileName: string, cause: unknown): ExportFileError {
  let first: { at: SourcePosition; what: string } | undefined;
  const onError: JSONVisitor["onError"] = (code, _offset, _length, line, column) => {
    first ??= { at: { line: line + 1, column: column + 1 }, what: printParseErrorCode(code) };
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    // It is nested too deeply for a recursive parser.
    if (!(error instanceof RangeError)) throw error;
  }
  const words = first?.what.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
  const problem = `It isn't JSON${words ? ` (${words})` : ""}.`;
  return new ExportFileError(fileName, problem, { cause, at: first?.at });
}

const format = "dynamiq-runs-export";
const version = 1;

const headSchema = z.looseObject({ format: z.literal(format), version: z.int() });

export const exportedRunSchema = z.looseObject({ run: runSchema, events: z.array(runEventSchema) });

const exportSchema = headSchema.extend({
  /** ISO 8601. */
  exportedAt: z.string(),
  app: z.looseObject({ name: z.string(), host: z.string() }),
  runs: z.array(exportedRunSchema),
});

/** Runs with all their events, from the time of the export. Holds no key. */
export type ExportFile = z.infer<typeof exportSchema>;
export type ExportedRun = ExportFile["runs"][number];
export type ExportHead = Pick<ExportFile, "exportedAt" | "app">;

/** Reads the JSON of a file of another form as if it were an export; `undefined` if it has a form of its own. */
export type OtherForm = (value: unknown) => ExportFile | undefined;

/** The text of an export is its beginning, its runs with a separator between them, and its end. */
export function exportBeginning({ exportedAt, app }: ExportHead): string {
  const head = JSON.stringify({ format, version, exportedAt, app });
  return `${head.slice(0, -1)},"runs":[\n`;
}

export const exportSeparator = ",\n";
export const exportEnd = "\n]}\n";

export async function* exportedRunText(run: Run, pages: AsyncIterable<readonly RunEvent[]>): AsyncGenerator<string> {
  yield `{"run":${stringifyJson(run)},"events":[`;
  let before = "\n";
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield before + page.map((event) => stringifyJson(event)).join(",\n");
    before = ",\n";
  }
  yield "\n]}";
}

/**
 * Reads an export with its unknown fields. @param forms what else opens like one @throws ExportFileError with the file
 * and the position
 */
export function parseExport(text: string, fileName: string, forms: readonly OtherForm[] = []): ExportFile {
  const value = readJson(text, fileName);
  for (const form of forms) {
    const other = form(value);
    if (other) return other;
  }
  const head = checked(headSchema, value);
  if ("problem" in head) {
    const problem = `It isn't an export of Dynamiq Runs (${head.problem}).`;
    throw new ExportFileError(fileName, problem);
  }
  if (head.value.version > version) {
    const versions = `The file has version ${head.value.version}; this extension reads versions up to ${version}.`;
    throw new ExportFileError(
      fileName,
      `It was exported by a newer version of Dynamiq Runs. Update the extension. ${versions}`,
    );
  }
  const whole = checked(exportSchema, value);
  if ("problem" in whole) throw new ExportFileError(fileName, `It is damaged at ${whole.problem}.`);
  return whole.value;
}

export function notInExport(runId: string, fileName: string): ExportFileError {
  return new ExportFileError(fileName, `It no longer contains the run ${runId}.`);
}

/** A run in the text of an export, with its steps. @param fileName for messages @throws ExportFileError */
export function exportedStory(
  text: string,
  fileName: string,
  runId: string,
  forms?: readonly OtherForm[],
): { run: Run; steps: readonly StoryStep[] } {
  const exported = parseExport(text, fileName, forms).runs.find(({ run }) => run.id === runId);
  if (!exported) throw notInExport(runId, fileName);
  return { run: exported.run, steps: stepsOfExport(exported) };
}

export function stepsOfExport({ run, events }: ExportedRun): readonly StoryStep[] {
  const record = new EventsAndStory({ limit: Infinity, weight: Infinity });
  record.takeRun(run);
  record.add(events);
  return record.runStory.steps;
}

/** A session and a user; without one, runs that have none. */
interface Session {
  sessionId: string;
  userId?: string;
}

/** The session of all runs of an export, if they have one and are several: the export is a conversation. */
export function sessionOfExport(runs: readonly RunOfSession[]): Session | undefined {
  const [first] = runs;
  const session = first && sessionOf(first);
  return session && runs.length > 1 && runs.every((run) => isOfSession(run, session)) ? session : undefined;
}

/**
 * The turns of a conversation. @param found its runs, in the order of the file @returns the newest first @throws
 * ExportFileError when there is none
 */
export function turnsOfSession<T extends Pick<ExportedRun, "run">>(found: readonly T[], fileName: string): T[] {
  if (found.length === 0) throw new ExportFileError(fileName, "It no longer contains this conversation.");
  const [first, last] = [found[0]!.run, found.at(-1)!.run];
  // A conversation was exported oldest first, selected rows in the order of their list.
  return startOf(first) > startOf(last) ? [...found] : found.toReversed();
}

type RunOfSession = Pick<Run, "session_id" | "user_id">;

function sessionOf({ session_id: sessionId, user_id: userId }: RunOfSession): Session | undefined {
  return sessionId ? { sessionId, userId: userId || undefined } : undefined;
}

export function isOfSession(run: RunOfSession, { sessionId, userId }: Session): boolean {
  const own = sessionOf(run);
  return own?.sessionId === sessionId && own.userId === userId;
}

function readJson(text: string, fileName: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    if (cause instanceof TooMuchJsonError) throw new ExportFileError(fileName, `It ${cause.message}.`, { cause });
    throw syntaxError(text, fileName, cause);
  }
}
