import type * as vscode from "vscode";
import * as z from "zod";
import { confirm } from "#host/confirm.ts";
import type { ServedTarget } from "#workbench/core/connections/connection.ts";

const agreementsKey = "dynamiqRuns.servedTargets";

const agreementSchema = z.object({ folder: z.string(), target: z.string(), interpreter: z.string() });
type Agreement = z.infer<typeof agreementSchema>;

/** What the person has agreed to run in this workspace: code, each with an interpreter. */
export class Agreements {
  readonly #window: vscode.Memento;

  constructor(window: vscode.Memento) {
    this.#window = window;
  }

  /** The interpreter with which the target may run: the one that was agreed to last. */
  interpreterOf({ folder, target }: ServedTarget): string | undefined {
    return this.#all.findLast((known) => known.folder === folder && known.target === target)?.interpreter;
  }

  /**
   * Code of a workspace runs only once a person has seen what will run, and with which interpreter.
   *
   * @param button that agrees, and says what follows
   */
  async ask(target: ServedTarget, interpreter: string, button: string): Promise<boolean> {
    const all = this.#all;
    const agreement = { ...target, interpreter };
    const isSame = (known: Agreement): boolean => JSON.stringify(known) === JSON.stringify(asKept(agreement));
    if (!all.some(isSame) && !(await askPerson(target, interpreter, button))) return false;
    // The last one counts after a reload of the window.
    await this.#window.update(agreementsKey, [...all.filter((known) => !isSame(known)), asKept(agreement)]);
    return true;
  }

  get #all(): Agreement[] {
    return z.array(agreementSchema).safeParse(this.#window.get(agreementsKey)).data ?? [];
  }
}

function asKept({ folder, target, interpreter }: Agreement): Agreement {
  return { folder, target, interpreter };
}

function askPerson({ target }: ServedTarget, interpreter: string, button: string): Promise<boolean> {
  return confirm({
    question: `Serve ${target}?`,
    detail:
      `This runs the code of ${target.replace(/:[^:]*$/, "")} with ${interpreter}, as an app that only this machine can ` +
      "reach. The app ends when you stop it or close the window.",
    act: button,
  });
}
