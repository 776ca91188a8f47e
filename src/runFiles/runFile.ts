import { RunFileError, type RunFileProblem } from "./errors.ts";
import { properties, readJsonDocument } from "./jsonDocument.ts";
import type { ParsedRunFile } from "./parsedRunFile.ts";
import { RunFileReader } from "./runFileReader.ts";
import { fillTexts, type VariableUse, type VariableValue } from "./variables/filledTexts.ts";

/** What is known of a run file without sending it. */
export interface RunFileReading {
  /** All that is wrong, in the order of the file. What the disk and the connections say is not in it. */
  problems: RunFileProblem[];
  /** In the order of the file. */
  variables: VariableUse[];
  /**
   * What the file asks for: without the texts in which a variable is open, and only as far as nothing is wrong with it.
   */
  parsed: ParsedRunFile;
  /** Whether all of it is known: nothing is wrong and no variable is open. */
  isWhole: boolean;
}

/**
 * Reads a run file: its object is the run's input, or a whole request when its `input` is itself an object.
 *
 * @param fileName for messages
 * @param valueOf what the variables stand for; nothing at all is fine for a look at the file
 */
export function readRunFile(
  text: string,
  fileName: string,
  valueOf: (use: VariableUse) => VariableValue = () => undefined,
): RunFileReading {
  const document = readJsonDocument(text, fileName);
  const { root, problems } = document;
  const parsed: ParsedRunFile = { file: fileName, request: { input: undefined }, files: [] };
  if (!root) return { problems, variables: [], parsed, isWhole: false };
  const { texts, variables, isOpen } = fillTexts(document, root, valueOf);
  const reader = new RunFileReader(document, texts);
  if (root.type !== "object") {
    const its = "Its keys are the fields of the run's input.";
    document.note(root, `the file must hold a JSON object, not ${reader.nameOf(root)}. ${its}`);
  } else if (properties(root).some(({ key, value }) => key === "input" && value.type === "object")) {
    reader.readWhole(root, parsed);
  } else parsed.request.input = reader.valueOf(root);
  problems.sort((one, other) => one.offset - other.offset);
  return { problems, variables, parsed, isWhole: problems.length === 0 && !isOpen };
}

/**
 * Reads a run file that is to be sent.
 *
 * @throws RunFileError for the first thing that is wrong, and for a variable without a value
 */
export function parseRunFile(
  text: string,
  fileName: string,
  valueOf: (use: VariableUse) => VariableValue = () => ({ problem: "variables can't be filled in here." }),
): ParsedRunFile {
  const { parsed, problems } = readRunFile(text, fileName, valueOf);
  const [first] = problems;
  if (first) throw new RunFileError({ file: fileName, ...first });
  return parsed;
}
