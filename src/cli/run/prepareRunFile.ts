import { basename, dirname, resolve } from "node:path";
import type { CreateRunRequest, FileSource, RunMode } from "../../api/contract.ts";
import { openAttachments } from "../../runFiles/attachments/attachments.ts";
import { ReadGate, untilAllowed } from "../../runFiles/consent/readGate.ts";
import { isJsonLinesName } from "../../runFiles/fileNames.ts";
import { requestedSavePath } from "../../runFiles/outputs/savePath.ts";
import { isWithin } from "../../runFiles/realPlace.ts";
import { readRunFile } from "../../runFiles/runFile.ts";
import { askOnce } from "../../runFiles/variables/askOnce.ts";
import { findValues } from "../../runFiles/variables/variableValues.ts";
import { looksLikeExport } from "../../runs/exports/exportFile.ts";
import type { AllowedSends } from "../files/allowedSends.ts";
import { openVariables, refuse } from "../files/fileProblems.ts";
import { readText } from "../files/readText.ts";
import type { Shell } from "../shell/shell.ts";
import { UsageError } from "../usageError.ts";

/** A run file, ready to be sent. */
export interface PreparedRunFile {
  /** Its name without folders. */
  name: string;
  request: CreateRunRequest;
  files: FileSource[];
  mode: RunMode | undefined;
  /** The name of the connection that it asks for in the editor. */
  connection: string | undefined;
  /** Absolute: where the output is to be written. */
  saveTo: string | undefined;
}

export interface PrepareOptions {
  /** As it was typed. */
  file: string;
  /** Where the request will go. */
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
  const path = resolve(shell.folder, file);
  const name = basename(path);
  const text = await readText(path, file);
  refuseOthers(name, text);
  const { problems, variables } = readRunFile(text, name);
  refuse(name, [...problems, ...openVariables(variables, shell)]);
  const isInFolder = isWithin(dirname(path), shell.folder);
  const gate = new ReadGate({ source: path, folders: isInFolder ? [shell.folder] : [] });
  const ask = askOnce((label) => shell.ask?.(`${label}: `, signal) ?? Promise.resolve(undefined));
  const { environment, folder: workspaceFolder } = shell;
  const sources = { runFilePath: path, environment, workspaceFolder, now: new Date(), ask, gate };
  const read = async () => {
    const valueOf = await findValues(variables, sources);
    if (!valueOf) return undefined;
    const { problems: found, parsed } = readRunFile(text, name, valueOf);
    refuse(name, found);
    const look = { text, runFilePath: path, variables, parsed };
    await gate.look(look);
    return look;
  };
  const look = await untilAllowed([gate], read, () => {
    const reads = gate.found.flatMap((each) => each.reads);
    return sends.mayBeSent({ name, host, reads }, signal);
  });
  if (!look) return undefined;
  const { parsed } = look;
  const saveTo = await requestedSavePath(parsed, path, workspaceFolder);
  const files = await openAttachments(parsed, path, []);
  if (!(await gate.findsTheSame(look))) {
    throw new UsageError(`A file that ${name} sends was replaced in the meantime, so nothing was sent. Run it again.`);
  }
  return { name, request: parsed.request, files, mode: parsed.mode, connection: parsed.connection?.text, saveTo };
}

/** Files that hold JSON, and no run file. */
function refuseOthers(name: string, text: string): void {
  if (looksLikeExport(text)) throw new UsageError(`${name} holds exported runs. It isn't a run file.`);
  if (isJsonLinesName(name)) {
    throw new UsageError(`${name} is a batch. The command line starts one run; start batches in VS Code.`);
  }
}
