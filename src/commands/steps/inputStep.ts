import * as vscode from "vscode";
import { notificationText } from "../../host/errors/notificationText.ts";

export interface InputStep {
  title: string;
  step?: number;
  totalSteps?: number;
  /** Shows a *Back* button. Every step after the first has one anyway. */
  back?: boolean;
  prompt: string;
  placeholder?: string;
  value?: string;
  password?: boolean;
  /** A button beside the box, for a value that needs no typing. */
  button?: { tooltip: string; icon: string };
  /** The label of a link beside the reason, reached by Tab, that accepts a refused value. */
  anyway?: string;
  /** Called after each change. */
  onType?(text: string): void;
  /** Called after each change. Its result is shown below the box. */
  check(text: string): string | undefined;
  /** Runs on Enter, while the box shows that it is busy. A result keeps the box open. Typing aborts it. */
  accept?(text: string, signal: AbortSignal): Promise<string | undefined>;
}

export interface InputResult {
  kind: "value" | "anyway" | "button" | "back";
  value: string;
}

/** Registered only while a box with this link is open: the link calls it. */
const anywayCommand = "dynamiqRuns.input.anyway";

/** One step of a multi-step input. The typed text stays after a failed check. @returns `undefined` when dismissed */
export function runInputStep(step: InputStep): Promise<InputResult | undefined> {
  return new Promise((resolve) => {
    const box = vscode.window.createInputBox();
    let attempt = new AbortController();
    Object.assign(box, { title: step.title, step: step.step, totalSteps: step.totalSteps, prompt: step.prompt });
    box.placeholder = step.placeholder;
    box.value = step.value ?? "";
    box.password = step.password ?? false;
    box.ignoreFocusOut = true;
    const button = step.button && { iconPath: new vscode.ThemeIcon(step.button.icon), tooltip: step.button.tooltip };
    const back = step.back || (step.step ?? 1) > 1 ? [vscode.QuickInputButtons.Back] : [];
    box.buttons = button ? [...back, button] : back;

    const anyway =
      step.anyway === undefined
        ? undefined
        : vscode.commands.registerCommand(anywayCommand, () => finish({ kind: "anyway", value: box.value.trim() }));
    const finish = (result: InputResult | undefined): void => {
      attempt.abort();
      anyway?.dispose();
      resolve(result);
      box.dispose();
    };
    const accept = async (): Promise<void> => {
      const value = box.value.trim();
      const wrong = step.check(value);
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
          ? `${sentence(notificationText(problem))} [${step.anyway}](command:${anywayCommand})`
          : notificationText(problem);
      else finish({ kind: "value", value });
    };
    box.onDidChangeValue((text) => {
      attempt.abort();
      box.busy = false;
      step.onType?.(text);
      box.validationMessage = text.trim() === "" ? undefined : step.check(text.trim());
    });
    box.onDidTriggerButton((pressed) => {
      finish({ kind: pressed === vscode.QuickInputButtons.Back ? "back" : "button", value: box.value.trim() });
    });
    box.onDidAccept(
      () => void accept().catch((error: unknown) => (box.validationMessage = notificationText(String(error)))),
    );
    box.onDidHide(() => finish(undefined));
    box.show();
  });
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
