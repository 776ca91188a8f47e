import type { CreateRunRequest } from "../../api/contract.ts";
import { attachmentPaths } from "../attachments/attachments.ts";
import { RunFileError } from "../errors.ts";
import { readRunFile } from "../runFile.ts";
import { findValues, type VariableSources } from "../variables/variableValues.ts";

/** One request of many, as far as it can be sent. */
export interface RunFileLine {
  /** As a person knows it: `tickets.jsonl:17`, a file's name. */
  source: string;
  /** Absent when it cannot be sent as it is; `problem` says why. */
  request?: CreateRunRequest;
  /** Absolute paths of what it attaches. */
  files?: readonly string[];
  problem?: string;
  /** The connection that it names. */
  connection?: string;
  /** It names a place for its output. */
  savesOutput?: boolean;
}

export interface LineText {
  source: string;
  text: string;
  /** The name of the file that it stands in, for messages. */
  file: string;
  /** The line of the file in which the text begins, from 1. */
  line: number;
}

/**
 * Reads one request of many and fills in its variables.
 *
 * @returns `undefined` when the person was asked for a value and did not say
 */
export async function readRunFileLine(from: LineText, sources: VariableSources): Promise<RunFileLine | undefined> {
  const { source, text, file } = from;
  const fail = (place: { line: number; column: number; problem: string }): RunFileLine => ({
    source,
    problem: new RunFileError({ file, ...place, line: place.line + from.line - 1 }).message,
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
    ...(files.length > 0 ? { files } : {}),
    ...(parsed.connection ? { connection: parsed.connection.text } : {}),
    ...(parsed.saveTo ? { savesOutput: true } : {}),
  };
}
