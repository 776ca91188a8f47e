import * as vscode from "vscode";
import { withFullStop } from "#base/text/oneLine.ts";
import { createInput, type InputDialog, showDialog } from "#host/dialogs.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import { looksLikeKey, wordForKey } from "#model/accessKey.ts";

export interface InputStep {
  title: string;
  step?: number;
  totalSteps?: number;
  /** Shows a *Back* button. Every step after the first has one anyway. */
  back?: boolean;
  prompt: string;
  placeholder?: string;
  value?: string;
  /** Set where a key is asked for. Every other box hides and refuses one. */
  password?: boolean;
  /** What a box that hides a key says; by default that it doesn't belong there. */
  key?: { isIn(text: string): boolean; problem(text: string): string };
  /** A button beside the box, for a value that needs no typing. */
  button?: { tooltip: string; icon: string };
  /** The label of a link beside the reason, reached by Tab, that accepts a refused value. */
  anyway?: string;
  /** Closes the box, as if it was dismissed: what it asks was settled otherwise. */
  closes?: AbortSignal;
  /** Called after each change, unless the text is a key. */
  onType?(text: string): void;
  /** Called after each change. Its result is shown below the box. */
  check(text: string): string | undefined;
  /** What Enter takes in place of a text that `check` refuses. */
  offer?(text: string): string | undefined;
  /** Runs on Enter, while the box shows that it is busy. A result keeps the box open. Typing aborts it. */
  accept?(text: string, signal: AbortSignal): Promise<string | undefined>;
}

export interface InputResult {
  kind: "value" | "anyway" | "button" | "back";
  value: string;
}

/** A key that was pasted into the wrong box: it is neither shown, saved nor sent. */
export const strayKey = {
  isIn: looksLikeKey,
  problem: (text: string) => `This is ${wordForKey(text)}, which doesn't belong here. Clear the box.`,
};

/** Registered only while a box with this link is open: the link calls it. */
const anywayCommand = "dynamiqRuns.input.anyway";

/** One step of a multi-step input. The typed text stays after a failed check. @returns `undefined` when dismissed */
export function runInputStep(step: InputStep): Promise<InputResult | undefined> {
  return new Promise((resolve) => {
    const box = makeBox(step);
    let attempt = new AbortController();
    const { isKey, problemOf, said, taken } = checksOf(step);

    const anyway =
      step.anyway === undefined
        ? undefined
        : vscode.commands.registerCommand(anywayCommand, () => {
            if (!isKey(box.value)) finish({ kind: "anyway", value: box.value.trim() });
          });
    const finish = (result: InputResult | undefined): void => {
      attempt.abort();
      anyway?.dispose();
      resolve(result);
      box.dispose();
    };
    const accept = async (): Promise<void> => {
      const value = taken(box.value.trim());
      if (value !== box.value.trim()) box.value = value;
      const wrong = problemOf(value);
      if (wrong) {
        box.validationMessage = wrong;
        return;
      }
      attempt.abort();
      attempt = new AbortController();
      const { signal } = attempt;
      box.busy = true;
      const problem = await step.accept?.(value, signal);
      if (signal.aborted) return;
      box.busy = false;
      if (problem)
        box.validationMessage = anyway
          ? `${withFullStop(notificationText(problem))} [${step.anyway}](command:${anywayCommand})`
          : notificationText(problem);
      else finish({ kind: "value", value });
    };
    box.onDidChangeValue((text) => {
      attempt.abort();
      box.busy = false;
      box.password = isKey(text) || (step.password ?? false);
      if (!isKey(text)) step.onType?.(text);
      box.validationMessage = text.trim() === "" ? undefined : said(text.trim());
    });
    box.onDidTriggerButton((pressed) => {
      const value = isKey(box.value) ? "" : box.value.trim();
      finish({ kind: pressed === vscode.QuickInputButtons.Back ? "back" : "button", value });
    });
    box.onDidAccept(
      () => void accept().catch((error: unknown) => (box.validationMessage = notificationText(String(error)))),
    );
    box.onDidHide(() => finish(undefined));
    const close = (): void => finish(undefined);
    if (step.closes?.aborted) return close();
    step.closes?.addEventListener("abort", close, { once: true });
    showDialog(box);
  });
}

/** What is said about a text, and what Enter takes. */
function checksOf(step: InputStep) {
  const key = step.key ?? strayKey;
  const isKey = (text: string): boolean => !step.password && key.isIn(text);
  const problemOf = (text: string): string | undefined => (isKey(text) ? key.problem(text) : step.check(text));
  const offerOf = (text: string): string | undefined => (isKey(text) ? undefined : step.offer?.(text));
  const said = (text: string): string | undefined => {
    const [problem, offer] = [problemOf(text), offerOf(text)];
    return problem && offer ? `${problem} Press Enter to use ${offer}.` : problem;
  };
  return { isKey, problemOf, said, taken: (text: string): string => offerOf(text) ?? text };
}

function makeBox(step: InputStep): InputDialog {
  const box = createInput();
  Object.assign(box, { title: step.title, step: step.step, totalSteps: step.totalSteps, prompt: step.prompt });
  box.placeholder = step.placeholder;
  box.value = step.value ?? "";
  box.password = step.password ?? false;
  box.ignoreFocusOut = true;
  const button = step.button && { iconPath: new vscode.ThemeIcon(step.button.icon), tooltip: step.button.tooltip };
  const back = step.back || (step.step ?? 1) > 1 ? [vscode.QuickInputButtons.Back] : [];
  box.buttons = button ? [...back, button] : back;
  return box;
}
