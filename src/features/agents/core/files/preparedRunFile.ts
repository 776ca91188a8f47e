import { basename } from "node:path";
import type { CreateRunRequest, FileSource } from "#api/contract.ts";
import { openAttachments } from "#runFiles/attachments/attachments.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { readWithConsent } from "#runFiles/consent/readWithConsent.ts";
import { isJsonName } from "#runFiles/fileNames.ts";
import { looksLikeExport } from "#runFiles/looksLikeExport.ts";
import { parseRunFile } from "#runFiles/parseRunFile.ts";
import type { ValueOf } from "#runFiles/variables/filledTexts.ts";
import { isNewEachTime, variableText } from "#runFiles/variables/variables.ts";
import { fileFact, type ShownRequest } from "#runs/questions/requestFacts.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import type { EffectHost } from "#workbench/tools/core/defineTool.ts";
import { type WorkspaceLocation, workspaceText, refuseOutside } from "#workbench/tools/core/workspaceFile.ts";

export interface PreparedRunFile {
  /** The run file's name without folders. */
  name: string;
  request: CreateRunRequest;
  files: FileSource[];
  /** What a person is shown of it: every value that is sent, or its variable where each call has a new one. */
  shown: ShownRequest;
  /** All that decides what is sent, but for values that are new each time (`isNewEachTime`). */
  content: readonly unknown[];
  /** Whether the file wants its output to be saved. */
  saves: boolean;
}

/** The connection that a run file names. @throws RunFileError for the first problem of the file */
export async function connectionOfFile(location: WorkspaceLocation, host: EffectHost): Promise<string | undefined> {
  const name = basename(location.path);
  return parseRunFile(await runFileText(location, host), name).parsed.connection?.text;
}

/**
 * Reads a run file as the person sees it, fills in its variables and opens what it attaches.
 *
 * @throws ToolError, RunFileError, ApiError
 */
export async function preparedRunFile(
  location: WorkspaceLocation,
  host: EffectHost,
  connectionId: string,
): Promise<PreparedRunFile> {
  const { path, folder } = location;
  const name = basename(path);
  const text = await runFileText(location, host);
  const gate = new ReadGate({ source: path, folders: [folder] });
  const { environment } = host.effects;
  const ask = async (): Promise<undefined> => undefined;
  const parse = (known?: ValueOf) => {
    const { parsed, variables } = parseRunFile(text, name, known);
    if (variables.some((use) => use.name === "prompt")) {
      throw new ToolError(
        "The file has a ${prompt:…} variable, and a tool can't ask for it. Write the value into the file.",
      );
    }
    return { parsed, variables, requests: [{ parsed }] };
  };
  const consentFile = { text, parse, runFilePath: path, environment, workspaceFolder: folder, gate, ask };
  // It is never canceled: no one is asked, and a refusal throws.
  const allowed = await readWithConsent(consentFile, async ({ parsed, variables }) => {
    await refuseOutside({ location, gate, variables, parsed: [parsed] }, host, connectionId);
    return true;
  });
  const { reading, valueOf } = allowed!;
  const { parsed, variables } = reading;
  const files = await openAttachments(parsed, path, []);
  const newValues = new Map<string, string>();
  for (const use of variables.filter(isNewEachTime)) {
    const value = valueOf(use);
    if (value && "value" in value) newValues.set(value.value, variableText(use));
  }
  return {
    name,
    request: parsed.request,
    files,
    shown: {
      request: parsed.request,
      files: await Promise.all(files.map((file) => fileFact(file, folder))),
      variables: [...new Set(variables.map(variableText))],
      fresh: newValues,
    },
    content: [text, variables.filter((use) => !isNewEachTime(use)).map((use) => [variableText(use), valueOf(use)])],
    saves: parsed.saveTo !== undefined,
  };
}

async function runFileText(location: WorkspaceLocation, host: EffectHost): Promise<string> {
  if (!isJsonName(location.path)) {
    throw new ToolError("path: this isn't a run file. The name of a run file ends in .json or .jsonc.");
  }
  const text = await workspaceText(location, host, "path");
  if (looksLikeExport(text)) throw new ToolError("path: this file contains exported runs. Specify a run file.");
  return text;
}
