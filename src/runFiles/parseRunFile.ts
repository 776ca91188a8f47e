/**
 * Run files.
 *
 * A file is read once for everyone: `readRunFile` reports every problem with its range, `parseRunFile` throws the first
 * one, and `language` shows the same problems in the editor. Checks that need the disk or the connections are
 * functions that both call: `attachmentProblems`, `connectionProblem`, `savePath`. `runs/create/startedRuns.ts` remembers
 * the parts of a request that the API doesn't return, for *Run Again*. What run files, batches and golden files are
 * called is in `fileNames.ts`; the `when` clauses of package.json have the same expressions.
 */

import { getNodeValue, type Node } from "jsonc-parser";
import { oneIdHint } from "#model/conversationIds.ts";
import { type JsonDocument, properties, readJsonDocument } from "./jsonDocument.ts";
import type { ParsedRunFile } from "./parsedRunFile.ts";
import { RunFileError, type RunFileProblem } from "./runFileError.ts";
import { isWhole, RunFileReader } from "./runFileReader.ts";
import { nameOf } from "./schemaFields.ts";
import { fillTexts, type ValueOf, type VariableUse } from "./variables/filledTexts.ts";

/** The result of reading a run file, before anything is sent. */
export interface RunFileReading {
  /** All problems, in the order of the file. The disk and the connections aren't checked. */
  problems: RunFileProblem[];
  /** What may be meant otherwise. It doesn't keep the file from being sent. */
  hints: RunFileProblem[];
  /** The variables in the order of the file. */
  variables: VariableUse[];
  /** The content of the file, without texts with an open variable and without parts that have a problem. */
  parsed: ParsedRunFile;
  /** Whether everything is known: there is no problem and no open variable. */
  isWhole: boolean;
}

/**
 * Reads a run file: its object is the run's input, or a whole request when its `input` is itself an object. A misspelled
 * `input` beside other keys of a request is a problem.
 *
 * @param fileName for messages
 * @param valueOf returns the values of variables; it may know none of them
 */
export function readRunFile(text: string, fileName: string, valueOf: ValueOf = () => undefined): RunFileReading {
  const document = readJsonDocument(text, fileName);
  const { root, problems } = document;
  let parsed: ParsedRunFile = { file: fileName, request: { input: undefined }, files: [] };
  if (!root) return { problems, hints: [], variables: [], parsed, isWhole: false };
  const isRequest = root.type === "object" && isWhole(root);
  const longForm = isRequest ? newSession : undefined;
  const { texts, variables, isOpen } = fillTexts(document, root, valueOf, undefined, longForm);
  const reader = new RunFileReader(document, texts);
  if (root.type !== "object") {
    const its = "Its keys are the fields of the run's input.";
    document.note(root, `the file must contain a JSON object, not ${nameOf(getNodeValue(root))}. ${its}`);
  } else if (isRequest) {
    parsed = reader.readWhole(root);
  } else parsed.request.input = reader.valueOf(root);
  const hints = isRequest ? oneId(document, root) : [];
  problems.sort((one, other) => one.offset - other.offset);
  return { problems, hints, variables, parsed, isWhole: problems.length === 0 && !isOpen };
}

/** A run with a user alone, or with a session alone. */
function oneId(document: JsonDocument, root: Node): RunFileProblem[] {
  const all = properties(root);
  const [user, session] = [["user_id"], ["session", "session_id"]].map((keys) =>
    all.find(({ key }) => keys.includes(key)),
  );
  const problem = oneIdHint({ user_id: user?.key, session_id: session?.key });
  const alone = user ?? session;
  return problem && alone ? [{ ...document.rangeOf(alone.keyNode), problem, field: alone.key }] : [];
}

/** `"session": "new"` says in words what `"session_id": "${newSession}"` does. */
function newSession(field: string, text: string): string | undefined {
  return field === "session" && text === "new" ? "${newSession}" : undefined;
}

/**
 * Reads a run file that is to be sent.
 *
 * @throws RunFileError for the first problem
 */
export function parseRunFile(...file: Parameters<typeof readRunFile>): RunFileReading {
  const reading = readRunFile(...file);
  const [first] = reading.problems;
  if (first) throw new RunFileError({ file: reading.parsed.file, ...first });
  return reading;
}
