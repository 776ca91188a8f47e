import { relative, sep } from "node:path";
import type * as vscode from "vscode";
import type { GoldenDraftOptions, GoldenQuestion } from "#features/golden/core/derive/goldenTestOfRun.ts";
import { showOpenDialog, showPick } from "#host/dialogs.ts";

/**
 * Asks the person about what a test can't repeat by itself.
 *
 * @param folder of the golden file: attachments are relative to it
 * @param title of the questions
 * @returns `undefined` when the person dismissed a question
 */
export async function decide(
  questions: readonly GoldenQuestion[],
  known: GoldenDraftOptions,
  folder: string,
  title: string,
): Promise<GoldenDraftOptions | undefined> {
  let options = known;
  for (const question of questions) {
    const more = await ask(question, folder, title);
    if (!more) return undefined;
    options = { ...options, ...more };
  }
  return options;
}

function ask(question: GoldenQuestion, folder: string, title: string): Promise<GoldenDraftOptions | undefined> {
  switch (question.kind) {
    case "attachments":
      return askForFiles(question, folder, title);
    case "answers":
      return askForReplay(question, title);
    case "user":
      // The file says which user it is; only the requirements of the app can tell whether that works.
      return Promise.resolve({});
  }
}

type QuestionOf<K extends GoldenQuestion["kind"]> = Extract<GoldenQuestion, { kind: K }>;

interface Choice extends vscode.QuickPickItem {
  choose: () => Promise<GoldenDraftOptions | undefined>;
}

async function askForFiles(
  { message, paths }: QuestionOf<"attachments">,
  folder: string,
  title: string,
): Promise<GoldenDraftOptions | undefined> {
  const fromFolder = (path: string): string => relative(folder, path).split(sep).join("/");
  const same: Choice = {
    label: "The Same Files",
    detail: paths.map(fromFolder).join(", "),
    choose: async () => ({ files: paths.map(fromFolder) }),
  };
  const other: Choice = {
    label: "Choose Files…",
    choose: async () => {
      const chosen = await showOpenDialog({ canSelectMany: true, title: message, openLabel: "Attach" });
      return chosen && { files: chosen.map(({ fsPath }) => fromFolder(fsPath)) };
    },
  };
  const none: Choice = {
    label: "No Files",
    detail: "The test runs without attachments.",
    choose: async () => ({ files: [] }),
  };
  return choose(title, message, [...(paths.length > 0 ? [same] : []), other, none]);
}

function askForReplay({ message }: QuestionOf<"answers">, title: string): Promise<GoldenDraftOptions | undefined> {
  return choose(title, message, [
    {
      label: "Send Them Again",
      detail: "Each run sends the recorded answers.",
      choose: async () => ({ replay: true }),
    },
    {
      label: "Don't Send",
      detail: "The answers stay in the file, but aren't sent. The test fails if the run asks for input.",
      choose: async () => ({ replay: false }),
    },
  ]);
}

async function choose(title: string, message: string, choices: Choice[]): Promise<GoldenDraftOptions | undefined> {
  const chosen = await showPick(choices, { title, prompt: message, ignoreFocusOut: true });
  return chosen?.choose();
}
