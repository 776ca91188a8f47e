import * as vscode from "vscode";
import type { Connection } from "../../connections/connection.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import { AllowedReads } from "../../runFiles/consent/allowedReads.ts";
import type { ReadGate, SourceReads } from "../../runFiles/consent/readGate.ts";
import { always, type ReadQuestion, readQuestion, readReport, showAll } from "../../runFiles/consent/readQuestion.ts";
import type { TextReports } from "../../views/documents/textReports.ts";

export interface ConsentRequest extends Pick<ReadQuestion, "name" | "button"> {
  /** What was found out about what is read. */
  gates: readonly ReadGate[];
  /** Where it goes. */
  connection: Connection;
}

/**
 * Asks before something is sent that isn't of the workspace folder. Whoever starts a run goes through here, before
 * anything is read or sent.
 */
export class ReadConsent {
  readonly #allowed: AllowedReads;
  readonly #connections: Pick<ConnectionStore, "active">;
  readonly #reports: TextReports;

  constructor(workspace: vscode.Memento, connections: Pick<ConnectionStore, "active">, reports: TextReports) {
    this.#allowed = new AllowedReads(workspace);
    this.#connections = connections;
    this.#reports = reports;
  }

  /** Asks about what wasn't allowed before, all at once. @returns whether it may be read and sent */
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

  /** Allows what was agreed to already under another name, in this window. */
  grant(sources: readonly SourceReads[], connection: Connection): void {
    this.#allowed.allowOnce(sources, connection);
  }

  async #show(question: ReadQuestion): Promise<"no" | "once" | "always"> {
    const { message, detail, isWhole } = readQuestion(question);
    const ask = (...buttons: string[]): Thenable<string | undefined> =>
      vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons);
    if (!isWhole) {
      // Nobody agrees to what they haven't been shown.
      if ((await ask(showAll)) !== showAll) return "no";
      await this.#reports.show(`${question.name.replace(/[/\\]/g, "_")} reads.txt`, readReport(question));
    }
    const chosen = await ask(question.button, always);
    return chosen === always ? "always" : chosen === question.button ? "once" : "no";
  }
}
