import { dirname, resolve } from "node:path";
import { messageOf } from "#base/thrown.ts";
import type { AllowedSends } from "#cli/files/allowedSends.ts";
import { readText } from "#cli/files/readText.ts";
import { openVariables } from "#cli/files/refuseFile.ts";
import type { Shell } from "#cli/shell/shell.ts";
import { UsageError } from "#cli/usageError.ts";
import type { FoundFile } from "#features/golden/core/file/findGoldenFiles.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { GoldenRequests } from "#features/golden/core/file/goldenRequest.ts";
import type { GoldenTest, GoldenTurn } from "#features/golden/core/file/goldenTypes.ts";
import type { RecordedRun } from "#features/golden/core/run/testDeps.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { isWithin, namesMachine } from "#runFiles/paths.ts";
import type { RunFileProblem } from "#runFiles/runFileError.ts";
import { exportedStory } from "#runs/exports/exportFile.ts";

/** One golden file of a suite: its tests, and what they need from the disk. */
export class GoldenSource {
  readonly file: FoundFile;
  readonly tests: readonly GoldenTest[];
  readonly #shell: Shell;
  readonly #gate: ReadGate;
  readonly requests: GoldenRequests;

  private constructor(file: FoundFile, text: string, tests: readonly GoldenTest[], shell: Shell) {
    this.file = file;
    this.tests = tests;
    this.#shell = shell;
    const isInFolder = isWithin(dirname(file.path), shell.folder);
    this.#gate = new ReadGate({ source: file.path, folders: isInFolder ? [shell.folder] : [] });
    const { environment, folder: workspaceFolder } = shell;
    const sources = { runFilePath: file.path, environment, workspaceFolder, gate: this.#gate };
    this.requests = new GoldenRequests({ text, sources });
  }

  /** @throws UsageError with a line for each problem: `path:line:column: error: …` */
  static async read(file: FoundFile, shell: Shell): Promise<GoldenSource> {
    const text = await readText(file.path, file.shown);
    const { tests, problems, variables } = parseGoldenFile(text, file.shown);
    // A golden file says itself that ${prompt} can't be used in it.
    const open = openVariables(
      variables.filter(({ name }) => name === "env"),
      shell,
    );
    refuseAll(file, [...problems, ...open]);
    return new GoldenSource(file, text, tests, shell);
  }

  /**
   * Asks about everything outside the current folder, for all tests of the file together.
   *
   * @returns whether everything may be sent
   * @throws UsageError
   */
  async allow(sends: AllowedSends, host: string, signal: AbortSignal): Promise<boolean> {
    const all = (): boolean => true;
    const allowed = await this.requests.allow(all, ({ problems }) => {
      refuseAll(this.file, problems);
      const reads = this.#gate.found.flatMap((each) => each.reads);
      return sends.mayBeSent({ name: this.file.shown, host, reads: unique(reads) }, signal);
    });
    return allowed !== undefined;
  }

  /** The golden run. Without its export a test runs all the same, and no first difference is reported. */
  async goldenRun({ name }: GoldenTest, { goldenRun }: GoldenTurn): Promise<RecordedRun | undefined> {
    if (!goldenRun?.file) return undefined;
    const file = goldenRun.file.text;
    try {
      if (namesMachine(file))
        throw new UsageError(
          "The golden run's file is on another machine and can't be read from here. Copy it next to the test.",
        );
      const text = await readText(resolve(dirname(this.file.path), file), file);
      return exportedStory(text, file, goldenRun.id);
    } catch (error) {
      const reason = messageOf(error);
      this.#shell.err(`${name}: the first difference can't be found. ${reason}\n`);
      return undefined;
    }
  }
}

function refuseAll({ shown }: FoundFile, problems: readonly RunFileProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ line, column, problem }) => `${shown}:${line}:${column}: error: ${problem}`);
  throw new UsageError(lines.join("\n"));
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
