import * as vscode from "vscode";
import { type Disposable, DisposableStore, Owner, toDisposable } from "#base/disposable.ts";
import { capital } from "#base/text/capital.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { openFolders } from "#host/runFilePaths.ts";
import { watchedFolders } from "#runFiles/attachments/watchedFolders.ts";
import type { ProblemFix } from "#runFiles/problemFix.ts";
import type { RunFileProblem } from "#runFiles/runFileError.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { problemActions } from "./problemActions.ts";

/** In milliseconds: the pause in typing after which a file is checked. */
const typingPause = 250;
const diagnosticSource = "Dynamiq Runs";
/** Nobody reads more problems before the first ones are fixed. */
const maxProblems = 200;

/** A kind of file that is checked while it is open. */
export interface CheckedFiles {
  includes: (document: vscode.TextDocument) => boolean;
  check: (document: vscode.TextDocument) => CheckedFile;
}

export interface CheckedFile {
  /** The attachments that it names, absolute: when one of them comes or goes, the file is checked again. */
  attachments: readonly string[];
  problems: Promise<readonly RunFileProblem[]>;
}

/** Shows why an open file can't be sent or run: in its editor and in the Problems view. */
export class FileProblems extends Owner implements vscode.CodeActionProvider {
  readonly #files: CheckedFiles;
  readonly #shown = this.owned.add(vscode.languages.createDiagnosticCollection());
  /** What can be done about a problem, by document and message. */
  readonly #fixes = new Map<string, ReadonlyMap<string, readonly ProblemFix[]>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** The latest check of each document. */
  readonly #latest = new Map<string, symbol>();
  readonly #attachments = new Map<string, { of: string; watch: Disposable }>();

  /** @param connections files are checked again when they change, since a file may name one */
  constructor(files: CheckedFiles, connections: Pick<ConnectionStore, "onDidChange">) {
    super();
    this.#files = files;
    const { workspace, window } = vscode;
    this.owned.add(workspace.onDidOpenTextDocument((document) => this.#checkSoon(document, 0)));
    this.owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document, typingPause)));
    this.owned.add(workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)));
    // VS Code keeps a document for minutes after its last tab was closed.
    this.owned.add(window.tabGroups.onDidChangeTabs(({ opened, closed }) => this.#followTabs(opened, closed)));
    this.owned.add(workspace.onDidGrantWorkspaceTrust(() => this.#checkAll()));
    this.owned.add(
      window.onDidChangeActiveTextEditor((editor) => editor && this.#checkSoon(editor.document, typingPause)),
    );
    this.owned.add(connections.onDidChange(() => this.#checkAll()));
    this.owned.add(
      toDisposable(() => {
        for (const timer of this.#timers.values()) clearTimeout(timer);
        for (const { watch } of this.#attachments.values()) watch.dispose();
      }),
    );
    const selector = { pattern: "**/*.{json,jsonc}" };
    const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
    this.owned.add(vscode.languages.registerCodeActionsProvider(selector, this, { providedCodeActionKinds }));
    this.#checkAll();
  }

  #followTabs(opened: readonly vscode.Tab[], closed: readonly vscode.Tab[]): void {
    for (const uri of closed.flatMap(uriOf)) if (!isInTab(uri)) this.#forget(uri);
    if (opened.length > 0) this.#checkAll();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#checkSoon(document, 0);
  }

  #checkSoon(document: vscode.TextDocument, wait: number): void {
    if (document.isClosed || !this.#files.includes(document) || !isInTab(document.uri)) return;
    const id = document.uri.toString();
    clearTimeout(this.#timers.get(id));
    const check = (): void => {
      this.#timers.delete(id);
      this.#check(document).catch(onUnexpectedError);
    };
    this.#timers.set(id, setTimeout(check, wait));
    this.#latest.delete(id);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const id = document.uri.toString();
    const check = Symbol(id);
    this.#latest.set(id, check);
    const problems = await this.#problemsOf(document);
    // The file was changed or closed during the check, so the result is out of date.
    if (this.#latest.get(id) !== check) return;
    const shown = problems
      .slice(0, maxProblems)
      .map((problem) => [diagnostic(document, problem), problem.fixes] as const);
    this.#fixes.set(id, new Map(shown.map(([{ message }, fixes = []]) => [message, fixes])));
    this.#shown.set(
      document.uri,
      shown.map(([each]) => each),
    );
  }

  /** The quick fixes of the problems at a position. VS Code moves the problems while a person types. */
  provideCodeActions(
    { uri }: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const fixes = this.#fixes.get(uri.toString());
    return diagnostics.flatMap((problem) => {
      const own = problem.source === diagnosticSource ? (fixes?.get(problem.message) ?? []) : [];
      return problemActions(uri, problem, own);
    });
  }

  async #problemsOf(document: vscode.TextDocument): Promise<RunFileProblem[]> {
    const checked = this.#files.check(document);
    this.#watchAttachments(document, checked.attachments);
    const problems = await checked.problems;
    return problems.filter(({ isSyntax }) => !isSyntax || !jsonIsCheckedAnyway());
  }

  #watchAttachments(document: vscode.TextDocument, paths: readonly string[]): void {
    const id = document.uri.toString();
    const watched = this.#attachments.get(id);
    const of = paths.join("\0");
    if (watched?.of === of) return;
    watched?.watch.dispose();
    const watch = watchFiles(paths, () => this.#checkSoon(document, typingPause));
    this.#attachments.set(id, { of, watch });
  }

  #forget(uri: vscode.Uri): void {
    const id = uri.toString();
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#latest.delete(id);
    this.#fixes.delete(id);
    this.#attachments.get(id)?.watch.dispose();
    this.#attachments.delete(id);
    this.#shown.delete(uri);
  }
}

function uriOf({ input }: vscode.Tab): vscode.Uri[] {
  return input instanceof vscode.TabInputText ? [input.uri] : [];
}

function isInTab(uri: vscode.Uri): boolean {
  const address = uri.toString();
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.flatMap(uriOf).some((each) => each.toString() === address),
  );
}

const severities = vscode.DiagnosticSeverity;

function diagnostic(
  document: vscode.TextDocument,
  { offset, length, problem, field, isHint = false }: RunFileProblem,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  // The name of a field keeps its case.
  const isField = field !== undefined && problem.startsWith(field);
  const sentence = isField ? problem : capital(problem);
  const found = new vscode.Diagnostic(range, sentence, isHint ? severities.Hint : severities.Error);
  found.source = diagnosticSource;
  return found;
}

/** VS Code's own JSON support reports syntax errors, unless it is turned off. */
function jsonIsCheckedAnyway(): boolean {
  return vscode.extensions.getExtension("vscode.json-language-features") !== undefined;
}

/** Calls back when one of these files is created, changed or deleted. */
function watchFiles(paths: readonly string[], onChange: () => void): Disposable {
  const owned = new DisposableStore();
  const watched = new Set(paths);
  const watch = (folder: string, files: "*" | "**"): void => {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), files);
    const watcher = owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    const onEvent = ({ fsPath }: vscode.Uri): void => {
      if (watched.has(fsPath)) onChange();
    };
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) owned.add(event(onEvent));
  };
  const { open, others } = watchedFolders(paths, openFolders());
  for (const folder of open) watch(folder, "**");
  for (const folder of others) watch(folder, "*");
  return owned;
}
