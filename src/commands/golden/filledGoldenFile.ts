import { basename } from "node:path";
import type * as vscode from "vscode";
import type { Connection } from "../../connections/connection.ts";
import { readFileText } from "../../host/readFileText.ts";
import { ownFolders, runFilePath, workspaceFolderOf } from "../../host/runFilePlace.ts";
import { ReadGate } from "../../runFiles/consent/readGate.ts";
import { RunFileError } from "../../runFiles/errors.ts";
import { parseGoldenFile } from "../../runFiles/golden/goldenFile.ts";
import type { GoldenFileReading, GoldenTest } from "../../runFiles/golden/goldenTypes.ts";
import { findValues } from "../../runFiles/variables/variableValues.ts";
import type { GoldenTestDeps } from "../../runs/golden/run/testDeps.ts";
import type { PrepareServices } from "../runFiles/runFileCommands.ts";

type Services = Pick<PrepareServices, "consent" | "openAttachments">;

/** A golden file of which tests are about to run: with values for its variables, and what it may read. */
export class FilledGoldenFile {
  readonly #services: Services;
  readonly #uri: vscode.Uri;
  readonly #text: string;
  readonly #gate: ReadGate;

  private constructor(services: Services, uri: vscode.Uri, text: string) {
    this.#services = services;
    this.#uri = uri;
    this.#text = text;
    this.#gate = new ReadGate({ source: `Run ${uri.toString()}`, folders: ownFolders(uri) });
  }

  /**
   * Reads a golden file as the person sees it, and asks before anything outside its workspace folder is read.
   *
   * @param names the tests that will run
   * @returns `undefined` when the person did not agree
   * @throws UserError when the file can't be read
   */
  static async open(
    services: Services,
    uri: vscode.Uri,
    names: ReadonlySet<string>,
    connection: Connection,
  ): Promise<FilledGoldenFile | undefined> {
    const file = new FilledGoldenFile(services, uri, await readFileText(uri));
    return (await file.#mayRead(names, connection)) ? file : undefined;
  }

  /**
   * The request of one run of a test, with new values for `${uuid}` and `${now}`.
   *
   * @throws RunFileError, ApiError
   */
  async prepare({ name }: GoldenTest): ReturnType<GoldenTestDeps["prepare"]> {
    const { tests } = await this.#read();
    const test = tests.find((each) => each.name === name);
    const [problem] = test?.problems ?? [];
    if (!test || problem) throw new RunFileError({ file: basename(this.#uri.path), ...(problem ?? gone(name)) });
    const { parsed } = test.request;
    const files = await this.#services.openAttachments(parsed, runFilePath(this.#uri), []);
    return { request: parsed.request, files };
  }

  async #mayRead(names: ReadonlySet<string>, connection: Connection): Promise<boolean> {
    const name = basename(this.#uri.path);
    for (;;) {
      const { tests, variables } = await this.#read();
      for (const { request } of tests.filter((test) => names.has(test.name))) {
        const { parsed } = request;
        await this.#gate.look({ text: this.#text, runFilePath: runFilePath(this.#uri), variables, parsed });
      }
      const gates = [this.#gate];
      if (!(await this.#services.consent.ask({ name, button: "Run", gates, connection }))) return false;
      if (!this.#gate.isOpen) return true;
      this.#gate.allow();
    }
  }

  async #read(): Promise<GoldenFileReading> {
    const file = basename(this.#uri.path);
    // A test asks nobody: `${prompt}` is a problem of its file.
    const uses = parseGoldenFile(this.#text, file).variables.filter(({ name }) => name !== "prompt");
    const valueOf = await findValues(uses, {
      runFilePath: runFilePath(this.#uri),
      environment: process.env,
      workspaceFolder: workspaceFolderOf(this.#uri),
      now: new Date(),
      gate: this.#gate,
      ask: async () => undefined,
    });
    return parseGoldenFile(this.#text, file, valueOf);
  }
}

function gone(name: string): { line: number; column: number; problem: string } {
  return { line: 1, column: 1, problem: `it no longer has the test ${name}. Run it again from the Test Explorer.` };
}
