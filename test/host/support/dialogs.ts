import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./eventually.ts";

interface Note {
  message: string;
  /** VS Code keeps an error with buttons in view, and hides the others by itself. */
  kind: "information" | "warning" | "error";
  buttons: readonly string[];
  close(button: string | undefined): void;
}

interface Shown {
  title: string;
  /** What was reported last. */
  message: string;
  cancel(): void;
}

export interface Dialogs {
  /** The modal questions of the extension. */
  shown: { question: string; detail: string }[];
  /** The button that is pressed from now on; without one, *Cancel*. */
  choice: string | undefined;
  /** The notifications with buttons, and without. Each stays until a test presses one. */
  notes: Note[];
  /** The notifications of work in progress, until it ends. */
  progress: Set<Shown>;
  /** Waits for work in progress that says this, and presses *Cancel*. */
  cancel: (words: RegExp) => Promise<void>;
  /** Where the next file is saved; without a place, *Cancel*. */
  saveTo: vscode.Uri | undefined;
  /** The names that were suggested for files. */
  suggested: string[];
  /** Waits for a notification. @returns its whole text */
  note: (words: string | RegExp) => Promise<Note>;
  /** Waits for a notification and presses its button. */
  press: (words: string | RegExp, button: string) => Promise<void>;
  restore: () => void;
}

type Item = vscode.MessageItem | string;

/**
 * Answers the extension's modal questions, which VS Code refuses to show in this suite, its notifications, whose buttons
 * nobody can press here, and its save dialogs.
 */
export function answerDialogs(): Dialogs {
  const { showInformationMessage, showWarningMessage, showErrorMessage, showSaveDialog, withProgress } = vscode.window;
  const original = { showInformationMessage, showWarningMessage, showErrorMessage, showSaveDialog, withProgress };
  const find = (words: string | RegExp) =>
    dialogs.notes.find(({ message }) => (typeof words === "string" ? message.includes(words) : words.test(message)));
  const dialogs: Dialogs = {
    shown: [],
    choice: undefined,
    notes: [],
    progress: new Set(),
    async cancel(words) {
      const said = (): Shown | undefined =>
        [...dialogs.progress].find(({ title, message }) => words.test(`${title}: ${message}`));
      await eventually(() => assert.ok(said(), `nothing in progress says ${words}`));
      said()?.cancel();
    },
    saveTo: undefined,
    suggested: [],
    async note(words) {
      await eventually(() =>
        assert.ok(find(words), `${words} isn't among ${dialogs.notes.map(({ message }) => message).join("\n")}`),
      );
      return find(words) as Note;
    },
    async press(words, button) {
      const note = await dialogs.note(words);
      assert.ok(note.buttons.includes(button), `${button} isn't among ${note.buttons.join()}`);
      note.close(button);
    },
    restore() {
      for (const note of [...dialogs.notes]) note.close(undefined);
      Object.assign(vscode.window, original);
    },
  };
  const say =
    (kind: Note["kind"]) =>
    async (message: string, first?: vscode.MessageOptions | Item, ...rest: Item[]) => {
      const isModal = typeof first === "object" && "modal" in first;
      const items = isModal || first === undefined ? rest : [first as Item, ...rest];
      if (isModal) {
        dialogs.shown.push({ question: message, detail: first.detail ?? "" });
        return items.find((item) => typeof item !== "string" && item.title === dialogs.choice);
      }
      return new Promise<string | undefined>((resolve) => {
        const close = (button: string | undefined): void => {
          dialogs.notes = dialogs.notes.filter((each) => each !== note);
          resolve(button);
        };
        const note: Note = { message, kind, buttons: items as string[], close };
        dialogs.notes.push(note);
      });
    };
  const save = async ({ defaultUri }: vscode.SaveDialogOptions = {}) => {
    dialogs.suggested.push(defaultUri?.path.split("/").at(-1) ?? "");
    return dialogs.saveTo;
  };
  const follow: typeof withProgress = (options, task) =>
    withProgress(options, async (progress, token) => {
      const stop = new vscode.CancellationTokenSource();
      token.onCancellationRequested(() => stop.cancel());
      const shown: Shown = { title: options.title ?? "", message: "", cancel: () => stop.cancel() };
      dialogs.progress.add(shown);
      const report = (step: { message?: string; increment?: number }): void => {
        shown.message = step.message ?? shown.message;
        progress.report(step);
      };
      try {
        return await task({ report }, stop.token);
      } finally {
        dialogs.progress.delete(shown);
      }
    });
  Object.assign(vscode.window, {
    withProgress: follow,
    showInformationMessage: say("information"),
    showWarningMessage: say("warning"),
    showErrorMessage: say("error"),
    showSaveDialog: save,
  });
  return dialogs;
}
