import { basename } from "node:path";
import * as vscode from "vscode";
import { Owner, toDisposable } from "#base/disposable.ts";
import { capital } from "#base/text/capital.ts";
import { messageOf } from "#base/thrown.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import type { GoldenFileReading, GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { readFileText } from "#host/readFileText.ts";
import { goldenFilePattern, notSearched } from "#runFiles/fileNames.ts";
import type { SourceRange } from "#runFiles/runFileError.ts";
import { isGoldenFile } from "./goldenFileSelector.ts";

/** In milliseconds: the pause in typing after which a file is read again. */
const typingPause = 250;

/** A golden test as its file has it at this moment. */
export interface TestRow {
  uri: vscode.Uri;
  test: GoldenTest;
  item: vscode.TestItem;
}

/** The rows of the Test Explorer: a golden file, and under it its tests. They follow the files, saved or not. */
export class GoldenItems extends Owner {
  readonly #controller: vscode.TestController;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #files = new Map<string, vscode.TestItem>();
  #discovery: Promise<void> | undefined;

  constructor(controller: vscode.TestController) {
    super();
    this.#controller = controller;
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher(goldenFilePattern));
    this.owned.add(watcher.onDidCreate((uri) => this.#readSoon(uri, 0)));
    this.owned.add(watcher.onDidChange((uri) => this.#readSoon(uri, 0)));
    this.owned.add(watcher.onDidDelete((uri) => this.#forget(uri)));
    this.owned.add(vscode.workspace.onDidOpenTextDocument((document) => this.#readOpened(document)));
    vscode.workspace.textDocuments.forEach((document) => this.#readOpened(document));
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#files.has(document.uri.toString())) this.#readSoon(document.uri, typingPause);
      }),
    );
    this.owned.add(toDisposable(() => this.#timers.forEach((timer) => clearTimeout(timer))));
  }

  /** Finds all golden files of the workspace, once. */
  discover(): Promise<void> {
    this.#discovery ??= this.#readAll().catch((error: unknown) => {
      this.#discovery = undefined;
      throw error;
    });
    return this.#discovery;
  }

  /** Finds them again: files may have been added in a folder that VS Code doesn't watch. */
  refresh(): Promise<void> {
    this.#discovery = undefined;
    return this.discover();
  }

  /** The tests of a selection, each with its file as it is now. Files of which some tests are selected are read once. */
  async tests(
    include: readonly vscode.TestItem[] | undefined,
    exclude: readonly vscode.TestItem[],
  ): Promise<TestRow[]> {
    await this.discover();
    const chosen = include ?? [...this.#files.values()];
    const files = new Map(chosen.flatMap(({ uri }) => (uri ? [[uri.toString(), uri]] : [])));
    const found: TestRow[] = [];
    for (const uri of files.values()) found.push(...(await this.#testsOf(uri)));
    return found.filter(({ item }) => isIn(chosen, item) && !isIn(exclude, item));
  }

  /** The row of a test. VS Code tells late of a file that was just written, so this one is read if it isn't known. */
  async byId(id: string): Promise<vscode.TestItem | undefined> {
    await this.discover();
    // An address has no other "#": the one in a file's name is written as "%23".
    const uri = vscode.Uri.parse(id.slice(0, id.indexOf("#")));
    const find = (): vscode.TestItem | undefined => this.#files.get(uri.toString())?.children.get(id);
    if (!find() && (await exists(uri))) await this.#read(uri);
    return find();
  }

  /** The tests of a file, as it is now, that a request has chosen. Rows come and go with what can be read. */
  async ofFile(uri: vscode.Uri, { include, exclude = [] }: vscode.TestRunRequest): Promise<vscode.TestItem[]> {
    if (!this.#files.has(uri.toString())) return [];
    const all = (await this.#testsOf(uri)).map(({ item }) => item);
    return all.filter((item) => (!include || isIn(include, item)) && !isIn(exclude, item));
  }

  async #testsOf(uri: vscode.Uri): Promise<TestRow[]> {
    const { tests } = (await this.#read(uri)) ?? { tests: [] };
    return [...this.#fileItem(uri).children].flatMap(([id, item]) => {
      const test = tests.find(({ name }, index) => itemId(uri, name, index, tests) === id);
      return test ? [{ uri, test, item }] : [];
    });
  }

  async #readAll(): Promise<void> {
    const found = await vscode.workspace.findFiles(goldenFilePattern, notSearched);
    // VS Code finds none in a folder that its settings exclude, but a person may have one of these open.
    const open = vscode.workspace.textDocuments.map(({ uri }) => uri);
    const knownUris = new Set([...found, ...open].map(String));
    for (const [id, { uri }] of this.#files) if (!knownUris.has(id) && uri) this.#forget(uri);
    for (const uri of found) await this.#read(uri);
  }

  /** VS Code tells nothing of a file in a folder that it doesn't watch, or whose watching began after it was written. */
  #readOpened(document: vscode.TextDocument): void {
    const { uri } = document;
    if (isGoldenFile(document) && vscode.workspace.getWorkspaceFolder(uri)) this.#readSoon(uri, 0);
  }

  #readSoon(uri: vscode.Uri, wait: number): void {
    if (uri.path.includes("/node_modules/")) return;
    const id = uri.toString();
    clearTimeout(this.#timers.get(id));
    const read = (): void => {
      this.#timers.delete(id);
      this.#read(uri).catch(onUnexpectedError);
    };
    this.#timers.set(id, setTimeout(read, wait));
  }

  /** Reads a file and brings its rows up to date. @returns `undefined` for a file that can't be read */
  async #read(uri: vscode.Uri): Promise<GoldenFileReading | undefined> {
    const file = this.#fileItem(uri);
    let text: string;
    try {
      text = await readFileText(uri);
    } catch (error) {
      file.error = messageOf(error);
      file.children.replace([]);
      return undefined;
    }
    const reading = parseGoldenFile(text, basename(uri.path));
    const [first] = reading.problems;
    file.error = reading.tests.length === 0 && first ? capital(first.problem) : undefined;
    const { tests } = reading;
    file.children.replace(tests.map((test, index) => this.#testItem(file, uri, test, index, tests)));
    return reading;
  }

  #fileItem(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const fileItem = this.#files.get(id);
    if (fileItem) return fileItem;
    const item = this.#controller.createTestItem(id, basename(uri.path), uri);
    const folder = vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, ".."));
    // A folder of the workspace has no path in it.
    if (!folder.startsWith("/")) item.description = folder;
    this.#files.set(id, item);
    this.#controller.items.add(item);
    return item;
  }

  #testItem(
    file: vscode.TestItem,
    uri: vscode.Uri,
    test: GoldenTest,
    index: number,
    all: readonly GoldenTest[],
  ): vscode.TestItem {
    const id = itemId(uri, test.name, index, all);
    const item = file.children.get(id) ?? this.#controller.createTestItem(id, test.name || `Test ${index + 1}`, uri);
    item.range = rangeOf(test.nameRange);
    item.sortText = String(index).padStart(4, "0");
    const [problem] = test.problems;
    item.error = problem ? `Line ${problem.line}: ${capital(problem.problem)}` : undefined;
    return item;
  }

  #forget(uri: vscode.Uri): void {
    const id = uri.toString();
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#files.delete(id);
    this.#controller.items.delete(id);
  }
}

/** Whether a list has a test or its file: by their ids, since a row is made anew when its test comes back. */
function isIn(list: readonly vscode.TestItem[], item: vscode.TestItem): boolean {
  return list.some(({ id }) => id === item.id || id === item.parent?.id);
}

/** A test is known by its name, so that it keeps its result when others are added before it. */
export function itemId(uri: vscode.Uri, name: string, index: number, all: readonly { name: string }[]): string {
  const isFirst = name !== "" && all.findIndex((each) => each.name === name) === index;
  return `${uri.toString()}#${isFirst ? name : `${name}#${index}`}`;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}

/** A stretch of a file as VS Code has it, within its first line. */
export function rangeOf({ line, column, length }: SourceRange): vscode.Range {
  const start = new vscode.Position(line - 1, column - 1);
  return new vscode.Range(start, start.translate(0, length));
}
