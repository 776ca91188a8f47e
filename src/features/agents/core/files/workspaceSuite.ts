import { basename, dirname, resolve } from "node:path";
import { messageOf } from "../../../../base/thrown.ts";
import { ReadGate } from "../../../../runFiles/consent/readGate.ts";
import type { RunFileError } from "../../../../runFiles/runFileError.ts";
import { exportedStory } from "../../../../runs/exports/exportFile.ts";
import { ToolError } from "../../../../runs/questions/toolError.ts";
import { firstOf } from "../../../../runs/text/firstOf.ts";
import { findGoldenFiles, GoldenFilesError } from "../../../golden/core/file/findGoldenFiles.ts";
import { parseGoldenFile } from "../../../golden/core/file/goldenFile.ts";
import { type ConfirmedTest, GoldenRequests, type PreparedRequest } from "../../../golden/core/file/goldenRequest.ts";
import { type GoldenTest, type GoldenTurn, parsedRequests } from "../../../golden/core/file/goldenTypes.ts";
import type { RecordedRun } from "../../../golden/core/run/testDeps.ts";
import type { EffectHost } from "../defineTool.ts";
import { type WorkspacePlace, workspacePlace, workspaceText, refuseOutside } from "./workspaceFile.ts";

/** A golden test of the workspace, which may be run. */
export interface SuiteTest {
  /** Relative to its workspace folder. */
  shown: string;
  test: GoldenTest;
  file: GoldenFile;
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
  const files = new Map<string, GoldenFile>();
  const unreadable = new Set<string>();
  for (const path of paths) {
    const { path: real, folder } = await workspacePlace(path, folders, "paths");
    const found = await filesIn(real, folder);
    for (const sentence of found.unreadable) unreadable.add(sentence);
    for (const each of found.files) {
      const place = await workspacePlace(each.path, folders, "paths");
      if (!files.has(place.path)) files.set(place.path, await GoldenFile.read(place, host, connectionId));
    }
  }
  const all = [...files.values()].flatMap((file) =>
    file.tests.map((test) => ({ shown: file.place.shown, test, file })),
  );
  const chosen = all.filter(({ test }) => wanted.tests?.includes(test.name) ?? true);
  if (chosen.length === 0) {
    const names = all.map(({ test }) => test.name);
    throw new ToolError("tests: no golden test has such a name.", { data: firstOf(names, 50, "test") });
  }
  for (const file of new Set(chosen.map(({ file: each }) => each))) {
    await file.allow(chosen.filter((each) => each.file === file).map(({ test }) => test));
  }
  return { tests: chosen, unreadable: [...unreadable] };
}

async function filesIn(path: string, folder: string): ReturnType<typeof findGoldenFiles> {
  try {
    return await findGoldenFiles([path], folder);
  } catch (cause) {
    if (!(cause instanceof GoldenFilesError)) throw cause;
    if (!cause.isUnreadable) {
      throw new ToolError("paths: there is no golden file. Their names end in .golden.json.", { cause });
    }
    const what = "paths: no golden file was found, and a folder can't be read. Ask the person to make it readable.";
    throw new ToolError(what, { cause, data: [cause.message] });
  }
}

class GoldenFile {
  readonly place: WorkspacePlace;
  readonly tests: readonly GoldenTest[];
  readonly text: string;
  /** What couldn't be read, for the result. */
  readonly notes = new Set<string>();
  readonly #host: EffectHost;
  readonly #connectionId: string;
  readonly #gate: ReadGate;
  readonly #requests: GoldenRequests;

  private constructor(place: WorkspacePlace, text: string, host: EffectHost, connectionId: string) {
    this.place = place;
    this.text = text;
    this.#host = host;
    this.#connectionId = connectionId;
    this.#gate = new ReadGate({ source: place.path, folders: [place.folder] });
    const { environment } = host.effects;
    const sources = { runFilePath: place.path, environment, workspaceFolder: place.folder, gate: this.#gate };
    this.#requests = new GoldenRequests({ text, sources });
    this.tests = parseGoldenFile(text, basename(place.path)).tests;
  }

  static async read(place: WorkspacePlace, host: EffectHost, connectionId: string): Promise<GoldenFile> {
    return new GoldenFile(place, await workspaceText(place, host, "paths"), host, connectionId);
  }

  /** @throws ToolError when a test would send something from outside the workspace */
  async allow(tests: readonly GoldenTest[]): Promise<void> {
    const names = new Set(tests.map((test) => test.name));
    await this.#requests.allow(
      ({ name }) => names.has(name),
      async (reading) => {
        const parsed = reading.tests.flatMap(parsedRequests);
        const { variables } = reading;
        await refuseOutside({ place: this.place, gate: this.#gate, variables, parsed }, this.#host, this.#connectionId);
        return true;
      },
    );
  }

  /** What a person confirms, or why the test can't be run. */
  confirmed(test: GoldenTest): ConfirmedTest | RunFileError {
    return this.#requests.confirmed(test);
  }

  /** The request of one run of a test, which sends what was confirmed. @throws RunFileError */
  prepare(test: GoldenTest, turn: number, newSession: string): Promise<PreparedRequest> {
    return this.#requests.prepare(test, turn, newSession);
  }

  /** The golden run; `undefined` when the file names none, or its export isn't in the workspace. */
  async goldenRun({ goldenRun }: GoldenTurn): Promise<RecordedRun | undefined> {
    if (!goldenRun?.file) return undefined;
    const { path, folder } = this.place;
    try {
      const place = await workspacePlace(resolve(dirname(path), goldenRun.file.text), [folder], "goldenRun");
      return exportedStory(await workspaceText(place, this.#host, "goldenRun"), place.shown, goldenRun.id);
    } catch (error) {
      // The test runs all the same, and no first difference is reported.
      const reason = messageOf(error);
      this.notes.add(`${this.place.shown}: first differences can't be found. ${reason}`);
      return undefined;
    }
  }
}
