import type * as vscode from "vscode";
import { choose, type TextViewer } from "#host/confirm.ts";
import { AllowedReads } from "#runFiles/consent/allowedReads.ts";
import type { OutsideRead, ReadGate } from "#runFiles/consent/readGate.ts";
import { alwaysButton, type ReadQuestion, readQuestion } from "#runFiles/consent/readQuestion.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

/** The name under which consent to a run file's reads is remembered. */
export function readSource(button: ReadQuestion["button"], runFile: vscode.Uri): string {
  return `${button} ${runFile.toString()}`;
}

export interface ConsentRequest extends Pick<ReadQuestion, "name" | "button"> {
  gates: readonly Pick<ReadGate, "found">[];
  /** The destination. */
  connection: Connection;
}

/**
 * Asks before something outside the workspace folder is sent. Every start of a run passes here, before anything is read
 * or sent.
 */
export class ReadConsent {
  readonly #allowed: AllowedReads;
  readonly #connections: Pick<ConnectionStore, "active">;
  readonly #reports: TextViewer;

  constructor(workspace: vscode.Memento, connections: Pick<ConnectionStore, "active">, reports: TextViewer) {
    this.#allowed = new AllowedReads(workspace);
    this.#connections = connections;
    this.#reports = reports;
  }

  /** Asks about everything that isn't allowed yet, in one question. @returns whether it may be read and sent */
  async ask({ gates, connection, name, button }: ConsentRequest): Promise<boolean> {
    const asked = this.#allowed.notAllowed(
      gates.flatMap(({ found }) => found),
      connection,
    );
    if (asked.length === 0) return true;
    const { active } = this.#connections;
    const { host } = new URL(connection.baseUrl);
    const answer = await this.#show({
      name,
      button,
      reads: asked.flatMap(({ reads }) => reads),
      connection: { name: connection.name, host, isProduction: connection.production !== undefined },
      instead: active && active.id !== connection.id ? active.name : undefined,
    });
    if (answer === "no") return false;
    this.#allowed.allowOnce(asked, connection);
    if (answer === "always") await this.#allowed.allowAlways(asked, connection);
    return true;
  }

  /** The reads of a run file that the person hasn't allowed for all times. Nobody is asked. */
  notAllowed(runFile: vscode.Uri, reads: readonly OutsideRead[], connection: Connection): readonly OutsideRead[] {
    const source = readSource("Run", runFile);
    return this.#allowed.notAllowed([{ source, content: "", reads }], connection).flatMap((each) => each.reads);
  }

  async #show(asked: ReadQuestion): Promise<"no" | "once" | "always"> {
    const { message: question, detail } = readQuestion(asked);
    const chosen = await choose({ question, detail, buttons: [asked.button, alwaysButton] }, this.#reports);
    return chosen === alwaysButton ? "always" : chosen === asked.button ? "once" : "no";
  }
}
