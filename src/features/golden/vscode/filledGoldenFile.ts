import { basename } from "node:path";
import type * as vscode from "vscode";
import type { Connection } from "../../../connections/connection.ts";
import { readFileText } from "../../../host/readFileText.ts";
import { ownFolders, runFilePath, workspaceFolderOf } from "../../../host/runFilePlace.ts";
import { ReadGate } from "../../../runFiles/consent/readGate.ts";
import type { Cover } from "../../../runs/values/cover.ts";
import type { App } from "../../app.ts";
import { GoldenRequests, type PreparedRequest } from "../core/file/goldenRequest.ts";
import type { GoldenTest } from "../core/file/goldenTypes.ts";
import { testRequestFacts } from "../core/testFacts.ts";

/** A golden file of which tests are about to run: with values for its variables, and what it may read. */
export class FilledGoldenFile {
  readonly #workspaceFolder: string | undefined;
  readonly #requests: GoldenRequests;
  /** The tests that will run, with values for the variables in them. */
  readonly #tests: readonly GoldenTest[];

  private constructor(workspaceFolder: string | undefined, requests: GoldenRequests, tests: readonly GoldenTest[]) {
    this.#workspaceFolder = workspaceFolder;
    this.#requests = requests;
    this.#tests = tests;
  }

  /**
   * Reads a golden file as the person sees it, and asks before anything outside its workspace folder is read.
   *
   * @param names the tests that will run
   * @returns `undefined` when the person did not agree
   * @throws UserError when the file can't be read
   */
  static async open(
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
    return tests && new FilledGoldenFile(workspaceFolder, requests, tests);
  }

  get users(): readonly { userId: string; test: string }[] {
    return this.#tests.flatMap(({ name: test, turns: [first] }) => {
      const userId = first?.request.parsed.request.user_id;
      return userId === undefined ? [] : [{ userId, test }];
    });
  }

  /** Everything that the runs of a test send, or why it starts none, as lines for a person. */
  async facts(test: GoldenTest, cover: Cover): Promise<string[]> {
    const confirmed = this.#requests.confirmed(test);
    if (confirmed instanceof Error) return [`Can't start a run: ${confirmed.message}`];
    return testRequestFacts(test, confirmed, this.#workspaceFolder ?? "", cover);
  }

  /** The request of one run of a test, which sends what the person agreed to. @throws RunFileError */
  prepare(test: GoldenTest, turn: number, newSession: string): Promise<PreparedRequest> {
    return this.#requests.prepare(test, turn, newSession);
  }
}
