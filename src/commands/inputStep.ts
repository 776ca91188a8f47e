import * as vscode from "vscode";

export interface InputStep {
  title: string;
  step?: number;
  totalSteps?: number;
  /** Has a *Back* button; every step after the first has one anyway. */
  back?: boolean;
  prompt: string;
  placeholder?: string;
  value?: string;
  password?: boolean;
  /** A button beside the box, for a value that needs no typing. */
  button?: { tooltip: string; icon: string; show: "always" | "afterFailure" };
  /** Hears of each change. */
  onType?(text: string): void;
  /** Checked at each change; what it returns is shown below the box. */
  check(text: string): string | undefined;
  /** Runs when the value is accepted, while the box shows that it is busy; what it returns keeps the box open. */
  accept?(text: string, signal: AbortSignal): Promise<string | undefined>;
}

export type InputResult = { kind: "value"; value: string } | { kind: "button"; value: string } | { kind: "back"; value: string };

/** One step of a multi-step input. What was typed stays through a failed check. @returns `undefined` when dismissed. */
export function runInputStep(step: InputStep): Promise<InputResult | undefined> {
  return new Promise((resolve) => {
    const box = vscode.window.createInputBox();
    const aborter = new AbortController();
    Object.assign(box, { title: step.title, step: step.step, totalSteps: step.totalSteps, prompt: step.prompt });
    box.placeholder = step.placeholder;
    box.value = step.value ?? "";
    box.password = step.password ?? false;
    box.ignoreFocusOut = true;
    const button = step.button && { iconPath: new vscode.ThemeIcon(step.button.icon), tooltip: step.button.tooltip };
    const back = step.back || (step.step ?? 1) > 1 ? [vscode.QuickInputButtons.Back] : [];
    box.buttons = button && step.button?.show === "always" ? [...back, button] : back;

    const finish = (result: InputResult | undefined): void => {
      aborter.abort();
      resolve(result);
      box.dispose();
    };
    const accept = async (): Promise<void> => {
      const value = box.value.trim();
      let problem = step.check(value);
      if (!problem && step.accept) {
        box.busy = true;
        box.enabled = false;
        problem = await step.accept(value, aborter.signal);
        if (aborter.signal.aborted) return;
        box.busy = false;
        box.enabled = true;
        if (problem && button && step.button?.show === "afterFailure") box.buttons = [...back, button];
      }
      if (problem) box.validationMessage = problem;
      else finish({ kind: "value", value });
    };
    box.onDidChangeValue((text) => {
      step.onType?.(text);
      box.validationMessage = text.trim() === "" ? undefined : step.check(text.trim());
    });
    box.onDidTriggerButton((pressed) => {
      finish({ kind: pressed === vscode.QuickInputButtons.Back ? "back" : "button", value: box.value.trim() });
    });
    box.onDidAccept(() => void accept().catch((error: unknown) => (box.validationMessage = String(error))));
    box.onDidHide(() => finish(undefined));
    box.show();
  });
}
