import type * as vscode from "vscode";
import { UserError } from "#host/errors/userError.ts";
import { saveAs } from "#host/saveFile.ts";
import { bytesOf, type ResultFile } from "#runs/resultFiles/resultFile.ts";
import { fileOfBytes, fileOfValue, type ValueFile } from "./fileOfValue.ts";

/** Asks for a file and saves a value there. @returns the file, `undefined` when the person canceled */
export async function saveValue(value: unknown, name: string): Promise<vscode.Uri | undefined> {
  return await save(fileOfValue(value, name));
}

/**
 * Asks where, and saves a file of a run there: its bytes and nothing else.
 *
 * @throws UserError when there are none, or when their number differs from the app's: then the person decides
 */
export async function saveRunFile(file: ResultFile | undefined, nameOf: (file: ResultFile) => string): Promise<void> {
  if (!file)
    throw new UserError(
      "This file can't be saved: the app no longer stores the event that contains it. To get the file, run the app again.",
    );
  const name = nameOf(file);
  const read = bytesOf(file, name);
  if ("problem" in read) throw new UserError(read.problem);
  const { bytes, differs } = read;
  const whole = async (): Promise<unknown> => save(fileOfBytes(file, name, bytes));
  if (differs !== undefined) throw new UserError(differs, [{ title: "Save Anyway…", run: whole }]);
  await whole();
}

function save({ name, extension, kind, bytes }: ValueFile): Promise<vscode.Uri | undefined> {
  const filters = extension === "" ? undefined : { [kind]: [extension] };
  return saveAs(name, { title: "Save File", filters }, () => bytes);
}
