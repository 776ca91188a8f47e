import { basename } from "node:path";
import type * as vscode from "vscode";
import { testRequestFacts } from "../../agentTools/files/requestFacts.ts";
import type { Connection } from "../../connections/connection.ts";
import { readFileText } from "../../host/readFileText.ts";
import { ownFolders, runFilePath, workspaceFolderOf } from "../../host/runFilePlace.ts";
import { ReadGate, untilAllowed } from "../../runFiles/consent/readGate.ts";
import { parseGoldenFile } from "../../runFiles/golden/goldenFile.ts";
import {
  type GoldenRequestOptions,
  GoldenRequests,
  type PreparedRequest,
} from "../../runFiles/golden/goldenRequest.ts";
import type { GoldenFileReading, GoldenTest } from "../../runFiles/golden/goldenTypes.ts";
import { findValues } from "../../runFiles/variables/variableValues.ts";
import { Cover } from "../../runs/values/cover.ts";
import type { App } from "../app.ts";

/** A golden file of which tests are about to run: with values for its variables, and what it may read. */
export class FilledGoldenFile {
  readonly #services: Pick<App, "consent">;
  readonly #uri: vscode.Uri;
  readonly #text: string;
  readonly #gate: ReadGate;
  readonly #requests: GoldenRequests;
  /** The tests that will run, with values for the variables in them. */
  #tests: readonly GoldenTest[] = [];

  private constructor(services: Pick<App, "consent">, uri: vscode.Uri, text: string) {
    this.#services = services;
    this.#uri = uri;
    this.#text = text;
    this.#gate = new ReadGate({ source: `Run ${uri.toString()}`, folders: ownFolders(uri) });
    this.#requests = new GoldenRequests({ text, sources: this.#sources });
  }

  /**
   * Reads a golden file as the person sees it, and asks before anything outside its workspace folder is read.
   *
   * @param names the tests that will run
   * @returns `undefined` when the person did not agree
   * @throws UserError when the file can't be read
   */
  static async open(
    services: Pick<App, "consent">,
    uri: vscode.Uri,
    names: ReadonlySet<string>,
    connection: Connection,
  ): Promise<FilledGoldenFile | undefined> {
    const file = new FilledGoldenFile(services, uri, await readFileText(uri));
    if (!(await file.#mayRead(names, connection))) return undefined;
    await file.#requests.confirm(file.#tests);
    return file;
  }

  /** The users of the tests that will run, with the names of their tests. */
  get users(): readonly { userId: string; test: string }[] {
    return this.#tests.flatMap(({ name: test, request }) => {
      const userId = request.parsed.request.user_id;
      return userId === undefined ? [] : [{ userId, test }];
    });
  }

  /** Everything that the runs of a test send, or why it starts none, as lines for a person. */
  async facts(test: GoldenTest): Promise<string[]> {
    const confirmed = this.#requests.confirmed(test);
    if (confirmed instanceof Error) return [`Starts no run: ${confirmed.message}`];
    return testRequestFacts(test, confirmed, workspaceFolderOf(this.#uri) ?? "", new Cover());
  }

  /** The request of one run of a test, which sends what the person agreed to. @throws RunFileError */
  prepare(test: GoldenTest): Promise<PreparedRequest> {
    return this.#requests.prepare(test);
  }

  get #sources(): GoldenRequestOptions["sources"] {
    return {
      runFilePath: runFilePath(this.#uri),
      environment: process.env,
      workspaceFolder: workspaceFolderOf(this.#uri),
      gate: this.#gate,
    };
  }

  async #mayRead(names: ReadonlySet<string>, connection: Connection): Promise<boolean> {
    const name = basename(this.#uri.path);
    const read = async () => {
      const { tests, variables } = await this.#read();
      this.#tests = tests.filter((test) => names.has(test.name));
      for (const { request } of this.#tests) {
        const { parsed } = request;
        await this.#gate.look({ text: this.#text, runFilePath: runFilePath(this.#uri), variables, parsed });
      }
      return this.#tests;
    };
    const gates = [this.#gate];
    const allowed = await untilAllowed(gates, read, () => {
      return this.#services.consent.ask({ name, button: "Run", gates, connection });
    });
    return allowed !== undefined;
  }

  async #read(): Promise<GoldenFileReading> {
    const file = basename(this.#uri.path);
    // A test asks nobody: `${prompt}` is a problem of its file.
    const uses = parseGoldenFile(this.#text, file).variables.filter(({ name }) => name !== "prompt");
    const ask = async (): Promise<undefined> => undefined;
    const valueOf = await findValues(uses, { ...this.#sources, now: new Date(), ask });
    return parseGoldenFile(this.#text, file, valueOf);
  }
}
