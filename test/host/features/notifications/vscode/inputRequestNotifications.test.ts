import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp, waitingRun } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";

const ids = { user_id: "lena", session_id: "4a7f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };
const refund = (subject: string) => ({ ticket_subject: subject, amount: 620, currency: "USD", customer_id: "lena" });

describe("a notification about an input request", () => {
  let connected: ConnectedApp;
  let dialogs: Dialogs;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    // Those that wait when an app is read for the first time count as shown.
    connected = await connectApp({ pastRuns: 320 });
    await call("refresh");
    dialogs = answerDialogs();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(async () => {
    dialogs.restore();
    await connected.close();
  });

  it("doesn't come while a conversation shows its card, and comes for other runs", async () => {
    const { api } = connected;
    await call("openConversation", (await api.createRun({ input: { title: "Hello" }, ...ids }, { mode: "wait" })).id);
    const { id } = await api.createRun({ input: refund("Seen"), ...ids }, { mode: "background" });
    await eventually(async () => assert.equal((await api.getRun(id)).status, "awaiting_input"));
    await call("refresh");
    await waitingRun(connected, refund("Not seen"));
    await call("refresh");
    const { message } = await dialogs.note("Not seen");
    assert.match(message, /^Host test.*: Not seen/);
    assert.deepEqual(
      dialogs.notes.filter(({ message: text }) => /runs wait|: Seen/.test(text)),
      [],
    );
  });
});
