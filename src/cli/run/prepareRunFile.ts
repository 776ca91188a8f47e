import { basename, dirname, resolve } from "node:path";
import type { CreateRunRequest, FileSource, RunMode } from "#api/contract.ts";
import { codeOf } from "#base/thrown.ts";
import type { AllowedSends } from "#cli/files/allowedSends.ts";
import { readInput, readText } from "#cli/files/readText.ts";
import { openVariables, refuse } from "#cli/files/refuseFile.ts";
import type { Shell } from "#cli/shell/shell.ts";
import { UsageError } from "#cli/usageError.ts";
import { openAttachments } from "#runFiles/attachments/attachments.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { readWithConsent } from "#runFiles/consent/readWithConsent.ts";
import { isJsonLinesName } from "#runFiles/fileNames.ts";
import { looksLikeExport } from "#runFiles/looksLikeExport.ts";
import { tryNewFile } from "#runFiles/outputs/savedOutputs.ts";
import { requestedSavePath } from "#runFiles/outputs/savePath.ts";
import type { ParsedRunFile } from "#runFiles/parsedRunFile.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import { isWithin } from "#runFiles/paths.ts";
import { RunFileError } from "#runFiles/runFileError.ts";
import type { ValueOf } from "#runFiles/variables/filledTexts.ts";

export interface PreparedRunFile {
  /** The run file's name without folders. */
  name: string;
  request: CreateRunRequest;
  files: FileSource[];
  mode: RunMode | undefined;
  /** The name of the connection that it asks for in the editor. */
  connection: string | undefined;
  /** Absolute: where the output is to be written. */
  saveTo: string | undefined;
}

/** What is typed in place of a file that comes on standard input. */
export const standardInput = "-";

export interface PrepareOptions {
  /** The file, as it was typed, or `standardInput`. */
  file: string;
  /** The host that the request will go to. */
  host: string;
  shell: Shell;
  sends: AllowedSends;
  signal: AbortSignal;
}

/**
 * Reads a run file, fills in its variables and opens what it attaches. Nothing outside the current folder is opened
 * before that was allowed.
 *
 * @returns `undefined` when the person was asked and didn't agree
 * @throws UsageError, RunFileError
 */
export async function prepareRunFile(options: PrepareOptions): Promise<PreparedRunFile | undefined> {
  const { file, host, shell, sends, signal } = options;
  // Paths of a file on standard input are relative to the current folder.
  const path = resolve(shell.folder, file);
  const isOnInput = file === standardInput;
  const name = isOnInput ? "standard input" : basename(path);
  const text = isOnInput ? await readInput(shell.input) : await readText(path, file);
  refuseOthers(name, text);
  const isInFolder = isWithin(dirname(path), shell.folder);
  const { environment, folder: workspaceFolder } = shell;
  const gate = new ReadGate({ source: path, folders: isInFolder ? [shell.folder] : [], saving: { workspaceFolder } });
  const ask = (label: string) => shell.ask?.(`${label}: `, signal) ?? Promise.resolve(undefined);
  const parse = (valueOf?: ValueOf) => {
    const { problems, variables, parsed } = readRunFile(text, name, valueOf);
    refuse(name, [...problems, ...openVariables(variables, shell)]);
    return { parsed, variables, requests: [{ parsed }] };
  };
  const consentFile = { text, parse, runFilePath: path, environment, workspaceFolder, gate, ask };
  const allowed = await readWithConsent(consentFile, () => {
    const reads = gate.found.flatMap((each) => each.reads);
    return sends.mayBeSent({ name, host, reads }, signal);
  });
  if (!allowed) return undefined;
  const { parsed } = allowed.reading;
  const saveTo = await outputPath(parsed, path, workspaceFolder);
  const files = await openAttachments(parsed, path, []);
  if (!(await allowed.findsTheSame())) {
    throw new UsageError(
      `A file that ${name} sends was replaced after it was checked, so nothing was sent. Run the command again.`,
    );
  }
  return { name, request: parsed.request, files, mode: parsed.mode, connection: parsed.connection?.text, saveTo };
}

/** The path for the output. Nobody can name another one once the run has ended, so it is tried now. */
async function outputPath(parsed: ParsedRunFile, path: string, folder: string): Promise<string | undefined> {
  const { file, saveTo } = parsed;
  const savePath = await requestedSavePath(parsed, path, folder);
  if (!saveTo || savePath === undefined) return savePath;
  try {
    await tryNewFile(savePath);
  } catch (cause) {
    const problem = `saveTo (${saveTo.text}) can't be written (${codeOf(cause) ?? "unknown error"}). Specify another file.`;
    throw new RunFileError({ file, ...saveTo, problem });
  }
  return savePath;
}

/** Files that hold JSON, and no run file. */
function refuseOthers(name: string, text: string): void {
  if (looksLikeExport(text))
    throw new UsageError(`${name} contains exported runs, so it isn't a run file. Specify another file.`);
  if (isJsonLinesName(name)) {
    throw new UsageError(`${name} is a batch. The command line starts one run; start batches in VS Code.`);
  }
}
