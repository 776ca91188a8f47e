import { basename, dirname, resolve } from "node:path";
import { messageOf } from "#base/thrown.ts";
import { findGoldenFiles, GoldenFilesError } from "#features/golden/core/file/findGoldenFiles.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { GoldenRequests } from "#features/golden/core/file/goldenRequest.ts";
import { type GoldenTest, type GoldenTurn, parsedRequests } from "#features/golden/core/file/goldenTypes.ts";
import type { RecordedRun } from "#features/golden/core/run/testDeps.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { exportedStory, type OtherForm } from "#runs/exports/exportFile.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { firstOf } from "#runs/text/firstOf.ts";
import type { EffectHost } from "#workbench/tools/core/defineTool.ts";
import {
  type WorkspaceLocation,
  workspaceLocation,
  workspaceText,
  refuseOutside,
} from "#workbench/tools/core/workspaceFile.ts";

/** A golden test of the workspace, which may be run. */
export interface SuiteTest {
  test: GoldenTest;
  file: SuiteFile;
}

interface SuiteFile {
  location: WorkspaceLocation;
  text: string;
  tests: readonly GoldenTest[];
  requests: GoldenRequests;
  gate: ReadGate;
  /** What couldn't be read, for the result. */
  notes: Set<string>;
}

/** The tests that a tool was asked to run. */
export interface Suite {
  tests: SuiteTest[];
  /** Folders that can't be read, each as a sentence: their tests aren't in the suite. */
  unreadable: readonly string[];
}

/**
 * The golden tests in files and folders of the workspace, those with these names alone if there are any.
 *
 * @throws ToolError
 */
export async function workspaceSuite(
  wanted: { paths: readonly string[]; tests: readonly string[] | undefined },
  host: EffectHost,
  connectionId: string,
): Promise<Suite> {
  const { folders } = host.effects;
  const paths = wanted.paths.length > 0 ? wanted.paths : ["."];
  const files = new Map<string, SuiteFile>();
  const unreadable = new Set<string>();
  for (const path of paths) {
    const { path: real, folder } = await workspaceLocation(path, folders, "paths");
    const found = await filesIn(real, folder);
    for (const sentence of found.unreadable) unreadable.add(sentence);
    for (const each of found.files) {
      const location = await workspaceLocation(each.path, folders, "paths");
      if (!files.has(location.path)) files.set(location.path, await readFile(location, host));
    }
  }
  const all = [...files.values()].flatMap((file) => file.tests.map((test) => ({ test, file })));
  if (all.length === 0) throw new ToolError("paths: these golden files contain no test. Correct them.");
  const chosen = all.filter(({ test }) => wanted.tests?.includes(test.name) ?? true);
  if (chosen.length === 0) {
    const names = all.map(({ test }) => test.name);
    throw new ToolError("tests: no golden test has any of the given names. Use one of these names.", {
      data: firstOf(names, 50, "test"),
    });
  }
  for (const file of new Set(chosen.map(({ file: each }) => each))) {
    const names = new Set(chosen.filter((each) => each.file === file).map(({ test }) => test.name));
    await requireAllowed(file, names, host, connectionId);
  }
  return { tests: chosen, unreadable: [...unreadable] };
}

async function filesIn(path: string, folder: string): ReturnType<typeof findGoldenFiles> {
  try {
    return await findGoldenFiles([path], folder);
  } catch (cause) {
    if (!(cause instanceof GoldenFilesError)) throw cause;
    if (!cause.isUnreadable) {
      throw new ToolError("paths: no golden file was found. The names of golden files end with .golden.json.", {
        cause,
      });
    }
    const what = "paths: no golden file was found, and a folder can't be read. Ask the person to make it readable.";
    throw new ToolError(what, { cause, data: [cause.message] });
  }
}

async function readFile(location: WorkspaceLocation, host: EffectHost): Promise<SuiteFile> {
  const text = await workspaceText(location, host, "paths");
  const gate = new ReadGate({ source: location.path, folders: [location.folder] });
  const { environment } = host.effects;
  const sources = { runFilePath: location.path, environment, workspaceFolder: location.folder, gate };
  const { tests } = parseGoldenFile(text, basename(location.path));
  return { location, text, tests, gate, requests: new GoldenRequests({ text, sources }), notes: new Set() };
}

/** @throws ToolError when one of the tests would send something from outside the workspace */
async function requireAllowed(
  { location, gate, requests }: SuiteFile,
  names: ReadonlySet<string>,
  host: EffectHost,
  connectionId: string,
): Promise<void> {
  const isMeant = ({ name }: GoldenTest): boolean => names.has(name);
  await requests.allow(isMeant, async ({ tests, variables }) => {
    await refuseOutside({ location, gate, variables, parsed: tests.flatMap(parsedRequests) }, host, connectionId);
    return true;
  });
}

/**
 * The golden run of a turn; `undefined` when the file names none, or its export isn't in the workspace.
 *
 * @param of.forms what else opens like an export
 */
export async function goldenRunOf(
  { location: { path, folder, shown }, notes }: SuiteFile,
  { goldenRun }: GoldenTurn,
  { host, forms }: { host: EffectHost; forms: readonly OtherForm[] },
): Promise<RecordedRun | undefined> {
  if (!goldenRun?.file) return undefined;
  try {
    const location = await workspaceLocation(resolve(dirname(path), goldenRun.file.text), [folder], "goldenRun");
    return exportedStory(await workspaceText(location, host, "goldenRun"), location.shown, goldenRun.id, forms);
  } catch (error) {
    // The test runs all the same, and no first difference is reported.
    notes.add(`${shown}: the first difference can't be found. ${messageOf(error)}`);
    return undefined;
  }
}
