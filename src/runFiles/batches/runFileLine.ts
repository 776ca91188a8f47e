import type { CreateRunRequest } from "#api/contract.ts";
import { attachmentPaths } from "#runFiles/attachments/attachments.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import { RunFileError } from "#runFiles/runFileError.ts";
import { findValues, type VariableSources } from "#runFiles/variables/variableValues.ts";

/** A line of a batch that was read as a run file. */
export type RunFileLine = SendableLine | FailedLine;

interface SendableLine {
  /** The line's name for a person: `tickets.jsonl:17`, or a file's name. */
  source: string;
  request: CreateRunRequest;
  /** The absolute paths of its attachments. */
  files?: readonly string[];
  connection?: string;
  /** Whether it names a file for its output. */
  savesOutput?: boolean;
  problem?: undefined;
}

interface FailedLine {
  source: string;
  problem: string;
  request?: undefined;
  files?: undefined;
  connection?: undefined;
  savesOutput?: undefined;
}

export interface LineText {
  source: string;
  text: string;
  /** The file's name, for messages. */
  file: string;
  /** The text's first line in the file, from 1. */
  line: number;
}

/**
 * Reads one line of a batch and fills in its variables.
 *
 * @returns `undefined` when the person was asked for a value and canceled
 */
export async function readRunFileLine(from: LineText, sources: VariableSources): Promise<RunFileLine | undefined> {
  const { source, text, file } = from;
  const fail = (found: { line: number; column: number; problem: string }): RunFileLine => ({
    source,
    problem: new RunFileError({ file, ...found, line: found.line + from.line - 1 }).message,
  });
  const look = readRunFile(text, file);
  if (look.problems[0]) return fail(look.problems[0]);
  let reading = look;
  if (look.variables.length > 0) {
    const valueOf = await findValues(look.variables, sources);
    if (!valueOf) return undefined;
    reading = readRunFile(text, file, valueOf);
    if (reading.problems[0]) return fail(reading.problems[0]);
  }
  const { parsed } = reading;
  await sources.gate.look({ text, runFilePath: sources.runFilePath, variables: reading.variables, parsed });
  const files = attachmentPaths(parsed, sources.runFilePath, []).map(({ path }) => path);
  return {
    source,
    request: parsed.request,
    files: files.length > 0 ? files : undefined,
    connection: parsed.connection?.text,
    savesOutput: parsed.saveTo ? true : undefined,
  };
}
