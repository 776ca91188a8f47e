import * as vscode from "vscode";
import type { InputRequest, Run } from "#api/schemas.ts";
import { Owner } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { answerUri, requestOfAnswer } from "#host/answerUri.ts";
import { commandIds } from "#host/commandIds.ts";
import { answerScheme, answersOpenedKey } from "#host/ids.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { readQuestions } from "#model/questions.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { RunsSessions } from "#runs/store/runsSession.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { answerDocument, type AnswerHead, answerOf } from "#workbench/inputRequests/core/answerMarkdown.ts";
import type { AnswerChange, AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import { refKey, type InputRequestRef } from "#workbench/inputRequests/core/answerTypes.ts";
import { lateWords } from "#workbench/inputRequests/core/answerWords.ts";
import { withoutAsked } from "#workbench/inputRequests/core/askedQuestions.ts";
import { questionDraft } from "#workbench/inputRequests/page/answerMemory.ts";

interface AnswerFilesOptions {
  answers: AnswerService;
  connections: ConnectionStore;
  sessions: RunsSessions;
  /** Remembers that a document was open: see {@link answersOpenedKey}. */
  window: vscode.Memento;
}

/** In milliseconds: how long an editor waits for an input request's text. */
const questionTimeout = 5_000;

/** Drafts of answers as Markdown files. Saving a file stores the draft, wherever else the person edits it. */
export class AnswerFiles extends Owner {
  readonly #options: AnswerFilesOptions;
  readonly #changed = this.owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  /** For each input request, when its file was changed elsewhere, in milliseconds since the epoch. */
  readonly #changedAt = new Map<string, number>();
  readonly onDidChange = this.#changed.event;

  constructor(options: AnswerFilesOptions) {
    super();
    this.#options = options;
    this.owned.add(options.answers.onDidChange((change) => this.#note(change)));
    const selector = { scheme: answerScheme };
    this.owned.add(
      vscode.languages.registerCodeLensProvider(selector, { provideCodeLenses: ({ uri }) => lenses(uri) }),
    );
  }

  /** @throws vscode.FileSystemError when the path isn't that of an answer */
  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const mtime = this.#changedAt.get(refKey(refOf(uri))) ?? 0;
    return { type: vscode.FileType.File, ctime: 0, mtime, size: (await this.read(uri)).length };
  }

  async read(uri: vscode.Uri): Promise<Uint8Array> {
    const ref = refOf(uri);
    const { answers, connections, window } = this.#options;
    if (!window.get(answersOpenedKey)) window.update(answersOpenedKey, true).then(undefined, onUnexpectedError);
    const found = await this.#find(ref);
    const draft = answers.draft(ref) ?? {};
    const state = answers.state(ref);
    const head: AnswerHead = {
      connectionName: connections.get(ref.connectionId)?.name ?? "a removed connection",
      runTitle: found && runTitle(found.run, connections.get(ref.connectionId)?.titlePath),
      prompt: found?.request?.prompt ?? undefined,
      chosen: found?.request ? chosenWords(found.request, draft) : [],
      over: state.kind === "answered" || state.kind === "gone" ? lateWords(state) : undefined,
    };
    return new TextEncoder().encode(answerDocument(head, draft.feedback ?? ""));
  }

  write(uri: vscode.Uri, content: Uint8Array): void {
    const ref = refOf(uri);
    const { answers } = this.#options;
    answers.setDraft(ref, { ...answers.draft(ref), feedback: answerOf(new TextDecoder().decode(content)) }, this);
  }

  /** Shows other editors' changes in an open document, and that the answer is settled. */
  #note({ ref, draftBy }: AnswerChange): void {
    const { kind } = this.#options.answers.state(ref);
    const isNews = draftBy === undefined ? kind === "answered" || kind === "gone" : draftBy !== this;
    if (!isNews) return;
    // The document may have been opened before the event that asked was known.
    for (const each of [ref, withoutAsked(ref)]) {
      const uri = answerUri(each);
      if (!vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) continue;
      this.#changedAt.set(refKey(each), Date.now());
      this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    }
  }

  /** The known facts about the input request. If the app can't be reached, the draft is there all the same. */
  async #find({
    connectionId,
    runId,
    requestId,
  }: InputRequestRef): Promise<{ run: Run; request: InputRequest | undefined } | undefined> {
    const { sessions, connections } = this.#options;
    if (!connections.get(connectionId)) return undefined;
    const { store, api } = sessions.get(connectionId);
    const of = (run: Run) => ({ run, request: run.input_requests?.find(({ id }) => id === requestId) });
    const listedRun = store.get(runId);
    if (listedRun && of(listedRun).request) return of(listedRun);
    try {
      const run = await (await api()).getRun(runId, { signal: AbortSignal.timeout(questionTimeout) });
      store.upsert(run);
      return of(run);
    } catch {
      return listedRun && of(listedRun);
    }
  }
}

/** @throws vscode.FileSystemError when the path isn't that of an answer */
function refOf(uri: vscode.Uri): InputRequestRef {
  const ref = requestOfAnswer(uri);
  if (!ref) throw vscode.FileSystemError.FileNotFound(uri);
  return ref;
}

function chosenWords(request: InputRequest, draft: AnswerDraft): string[] {
  return readQuestions(request["questions"]).flatMap((question) => {
    const { selected, custom } = questionDraft(draft, question);
    const chosen = [...selected, ...(custom === "" ? [] : [custom])].join(", ");
    return chosen === "" ? [] : [`${question.header || question.question}: ${chosen}`];
  });
}

function lenses(uri: vscode.Uri): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0);
  const ref = refOf(uri);
  return [
    new vscode.CodeLens(top, { title: "Send Answer", command: commandIds.sendAnswer, arguments: [uri] }),
    new vscode.CodeLens(top, { title: "Open Run", command: commandIds.openRun, arguments: [ref] }),
  ];
}
