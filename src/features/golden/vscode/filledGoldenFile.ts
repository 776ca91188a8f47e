import { basename } from "node:path";
import type * as vscode from "vscode";
import { GoldenRequests } from "#features/golden/core/file/goldenRequest.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { testRequestFacts } from "#features/golden/core/testFacts.ts";
import { readFileText } from "#host/readFileText.ts";
import { ownFolders, runFilePath, workspaceFolderOf } from "#host/runFilePaths.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";

/** A golden file of which tests are about to run. */
export interface FilledGoldenFile {
  /** What its tests send: each of their runs sends what the person agreed to. */
  requests: GoldenRequests;
  /** The tests that will run, with values for the variables in them. */
  tests: readonly GoldenTest[];
  workspaceFolder: string | undefined;
}

/**
 * Reads a golden file as the person sees it, and asks before anything outside its workspace folder is read.
 *
 * @param names the tests that will run
 * @returns `undefined` when the person did not agree
 * @throws UserError when the file can't be read
 */
export async function fillGoldenFile(
  { consent }: Pick<App, "consent">,
  uri: vscode.Uri,
  names: ReadonlySet<string>,
  connection: Connection,
): Promise<FilledGoldenFile | undefined> {
  const gate = new ReadGate({ source: `Run ${uri.toString()}`, folders: ownFolders(uri) });
  const workspaceFolder = workspaceFolderOf(uri);
  const sources = { runFilePath: runFilePath(uri), environment: process.env, workspaceFolder, gate };
  const requests = new GoldenRequests({ text: await readFileText(uri), sources });
  const isMeant = ({ name }: GoldenTest): boolean => names.has(name);
  const question = { name: basename(uri.path), button: "Run", gates: [gate], connection } as const;
  const tests = await requests.allow(isMeant, () => consent.ask(question));
  return tests && { requests, tests, workspaceFolder };
}

/** Everything that the runs of a test send, or why it starts none, as lines for a person. */
export async function sentFacts(
  { requests, workspaceFolder = "" }: FilledGoldenFile,
  test: GoldenTest,
  cover: Cover,
): Promise<string[]> {
  const confirmed = requests.confirmed(test);
  if (confirmed instanceof Error) return [`Can't start a run: ${confirmed.message}`];
  return testRequestFacts(test, confirmed, workspaceFolder, cover);
}
