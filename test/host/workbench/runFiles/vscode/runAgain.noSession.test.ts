import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { contextWords } from "#workbench/panel/vscode/contextWords.ts";
import { offeredWithSubmenus } from "../../../../support/palette.ts";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { call } from "../../../support/extension.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

const session = "7d1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52";
const ids = { user_id: "lena", session_id: session };

/** The person chooses the session of the run itself, in a question that names it. */
const chosen = "runAgainInSameSession";

describe("no command writes into the session of a run", () => {
  let connected: ConnectedApp;
  /** The commands that were run with a completed run: with one of another status they do the same. */
  const done = new Set<string>();

  before(async () => {
    connected = await connectApp();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  for (const [status, play, beside] of [
    ["completed", { play: "chat", input: "My name is Lena." }, ids],
    ["failed", { ticket_subject: "Lost", fail: true }, ids],
    ["awaiting_input", { ticket_subject: "Refund", amount: 620, currency: "USD", customer_id: "lena" }, ids],
    ["completed", { play: "chat", input: "My name is Lena, and only the input has my session." }, {}],
  ] as const) {
    it(`that is ${status}, whatever the person agrees to: ${Object.values(play).join(", ")}`, async () => {
      // Some apps read the ids from the input alone.
      const input = { ...play, ...ids, thread_id: session, sessionId: session, metadata: { session_id: session } };
      const mode = status === "awaiting_input" ? "background" : "wait";
      const { id } = await connected.api.createRun({ input, ...beside }, { mode });
      await call("refresh");
      const run = await connected.api.getRun(id);
      const sent = connected.app.created.length;
      const viewItem = contextWords(run, "c1").join(" ");
      const offered = offeredWithSubmenus("view/item/context", { view: "dynamiqRuns.explorer", viewItem });
      assert.ok(offered.includes("runAgain") && offered.includes("copyAsCurl"), offered.join(", "));
      const agreed = agreeToAll();
      const inputs = new QuickInputs();
      try {
        const commands = [...new Set([...offered, "forkConversation"])].filter((each) => each !== chosen);
        for (const command of commands) {
          if (status !== "completed" && done.has(command)) continue;
          done.add(command);
          // As its panel has it: a row that has just come would only open its run.
          await untilEnded(call(command, { connectionId: connected.connectionId, runId: id }), inputs);
          if (command === "copyAsCurl") assert.ok(!(await vscode.env.clipboard.readText()).includes(session), command);
          if (command === "runAgainWithEdits") await untilEnded(call("runFile"), inputs);
          await vscode.commands.executeCommand("workbench.action.closeAllEditors");
        }
      } finally {
        inputs.restore();
        agreed();
      }
      const created = connected.app.created.slice(sent);
      if (status === "completed") assert.ok(created.length >= 2, `only ${created.length} runs were created`);
      assert.deepEqual(
        created.filter((each) => JSON.stringify(each).includes(session)),
        [],
      );
    });
  }
});

/** Presses the first button of each question. @returns what ends it */
function agreeToAll(): () => void {
  const { showWarningMessage, showInformationMessage, showErrorMessage, showSaveDialog, showOpenDialog } =
    vscode.window;
  const agree = async (_: string, ...items: unknown[]): Promise<unknown> =>
    items.find((item) => typeof item === "string" || (typeof item === "object" && item !== null && "title" in item));
  const cancel = async (): Promise<undefined> => undefined;
  Object.assign(vscode.window, {
    showWarningMessage: agree,
    showInformationMessage: cancel,
    showErrorMessage: cancel,
    showSaveDialog: cancel,
    showOpenDialog: cancel,
  });
  const original = { showWarningMessage, showInformationMessage, showErrorMessage, showSaveDialog, showOpenDialog };
  return () => void Object.assign(vscode.window, original);
}

/** Takes the first choice of each list, until the command has ended. */
async function untilEnded(command: Promise<unknown>, inputs: QuickInputs): Promise<void> {
  const ended = command.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([ended, delay(50, false)]))) await inputs.goOn();
}
