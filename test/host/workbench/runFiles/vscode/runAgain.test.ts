import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { PanelMemory } from "#workbench/panel/page/messages.ts";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";
import { Folder, sha256 } from "../../../support/folder.ts";

const ids = { user_id: "customer-7421", session_id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" };
const request = { input: { ticket_subject: "It's mine", tags: ["a"] }, ...ids };

describe("a run again", () => {
  let connected: ConnectedApp;
  let id: string;

  before(async () => {
    connected = await connectApp();
    id = (await connected.api.createRun(request, { mode: "wait" })).id;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await call("switchConnection", connected.connectionId);
  });

  after(() => connected.close());

  const lastCreated = () => {
    const { input, user_id, session_id, mode } = connected.app.created.at(-1) ?? {};
    return { input, user_id, session_id, mode };
  };

  /** Another session than that of the run, whose conversation it would change. */
  const inNewSession = ({ session_id, ...rest }: ReturnType<typeof lastCreated>) => {
    assert.match(session_id ?? "", /^[\da-f-]{36}$/);
    assert.notEqual(session_id, ids.session_id);
    return { ...rest, session_id: ids.session_id };
  };

  it("has the same input and user in a new session, is sent once and returns its id", async () => {
    const sent = writesTo(connected.app).length;
    const again = await call<string>("runAgain", { kind: "run", runId: id, list: {} });
    assert.deepEqual(inNewSession(lastCreated()), { ...request, mode: "stream" });
    assert.equal(again, connected.app.created.at(-1)?.run_id);
    assert.deepEqual(writesTo(connected.app).slice(sent), ["POST /v1/runs"]);
  });

  it("never goes into the session of the run without the person's consent", async () => {
    const sent = writesTo(connected.app).length;
    // VS Code lets no dialog come up while it runs a suite.
    assert.equal(await call("runAgainInSameSession", id), undefined);
    assert.equal(writesTo(connected.app).length, sent);
    const curl = (await call<string>("copyAsCurl", id)) ?? "";
    assert.match(curl, /"session_id":"[\da-f-]{36}"/);
    assert.ok(!curl.includes(ids.session_id), "the copied command runs in the session of the run");
  });

  it("is sent, copied and edited only after a question where the session stays inside a longer text", async () => {
    const input = { ticket_subject: "Go on", note: `Go on in ${ids.session_id}.` };
    const kept = (await connected.api.createRun({ input, ...ids }, { mode: "wait" })).id;
    const sent = connected.app.created.length;
    const dialogs = answerDialogs();
    try {
      for (const command of ["runAgain", "copyAsCurl", "runAgainWithEdits"] as const)
        assert.equal(await call(command, kept), undefined, command);
      assert.equal(connected.app.created.length, sent);
      for (const { question, detail } of dialogs.shown) {
        assert.match(question, /^The session ID in the input of “Go on” can't be replaced/);
        assert.ok(detail.includes(`Session: ${ids.session_id}`), detail);
      }
      assert.equal(dialogs.shown.length, 3);
      dialogs.choice = "Run in the Same Session";
      await call("runAgain", kept);
      assert.deepEqual(inNewSession(lastCreated()), { input, ...ids, mode: "stream" });
    } finally {
      dialogs.restore();
    }
  });

  it("goes to the app of its connection, also when another one is active", async () => {
    const other = await connectApp();
    try {
      const panel: PanelMemory = { connectionId: connected.connectionId, runId: id };
      assert.equal(await call("runAgain", panel), connected.app.created.at(-1)?.run_id);
      assert.deepEqual(other.app.created, []);
    } finally {
      await other.close();
    }
  });

  it("is not sent to production without the person's consent, and never for a run from a file", async () => {
    const sent = writesTo(connected.app).length;
    await call("markProduction", connected.connectionId, "ask");
    // VS Code lets no dialog come up while it runs a suite.
    assert.equal(await call("runAgain", id), undefined);
    await call("markProduction", connected.connectionId, "off");
    assert.equal(await call("runAgain", { connectionId: "", runId: id, file: "file:///runs.json" }), undefined);
    assert.equal(writesTo(connected.app).length, sent);
  });

  it("opens with edits as an unsaved run file, and runs from there", async () => {
    const before = connected.app.created.length;
    await call("runAgainWithEdits", id);
    const document = shown();
    assert.match(document.uri.toString(), /^untitled:.*\/again-[0-9a-f]{8}\.run\.jsonc$/);
    assert.equal(document.languageId, "jsonc");
    await replace('"a"', '"a", "b"');
    await call("runFileInBackground");
    const edited = { ...request.input, tags: ["a", "b"] };
    assert.deepEqual(inNewSession(lastCreated()), { ...request, input: edited, mode: "background" });
    await replace('"b"', '"c"');
    await call("runFileInBackground", document.uri, [document.uri]);
    assert.equal(connected.app.created.length, before + 2);
    await discard();
  });

  describe("that had files", () => {
    const receipt = Buffer.from("receipt");
    let folder: Folder;
    let withFiles: string;

    before(async () => {
      folder = await Folder.make();
      const file = await folder.write("receipt.txt", receipt);
      const request = await folder.write("refund.run.json", { input: { ticket_subject: "Files" } });
      withFiles = (await call<string>("runFileInBackground", request, [request, file])) ?? "";
    });

    const sentFiles = () => connected.app.created.at(-1)?.files.map(({ name, sha256 }) => ({ name, sha256 }));

    it("gets them again, in their current versions", async () => {
      await call("runAgain", withFiles);
      assert.deepEqual(sentFiles(), [{ name: "receipt.txt", sha256: sha256(receipt) }]);
      const again = connected.app.created.at(-1)?.run_id ?? "";
      await folder.write("receipt.txt", Buffer.from("another one"));
      await call("runAgain", again);
      assert.deepEqual(sentFiles(), [{ name: "receipt.txt", sha256: sha256(Buffer.from("another one")) }]);
    });

    it("opens with edits with its files and its mode", async () => {
      await call("runAgainWithEdits", withFiles);
      assert.match(shown().getText(), /"files": \[\s*".*receipt\.txt"\s*\],\s*"mode": "background"/);
      await call("runFile");
      assert.deepEqual([sentFiles()?.map(({ name }) => name), lastCreated().mode], [["receipt.txt"], "background"]);
      await discard();
    });

    it("is not sent when a file doesn't exist any more", async () => {
      const file = await folder.write("gone.txt", receipt);
      const request = await folder.write("gone.run.json", { input: { ticket_subject: "Gone" } });
      const other = await call<string>("runFileInBackground", request, [request, file]);
      await vscode.workspace.fs.delete(file);
      const sent = writesTo(connected.app).length;
      assert.equal(await call("runAgain", other), undefined);
      assert.equal(writesTo(connected.app).length, sent);
    });
  });

  it("is copied as cURL without the key", async () => {
    const { app } = connected;
    const text = (await call<string>("copyAsCurl", id)) ?? "";
    assert.equal(await vscode.env.clipboard.readText(), text);
    assert.ok(text.startsWith(`curl -X POST '${app.url}/v1/runs'`), text);
    assert.match(text, /-H "Authorization: Bearer \$DYNAMIQ_ACCESS_KEY"/);
    assert.ok(text.includes(`It'\\''s mine`), text);
    assert.doesNotMatch(text, new RegExp(`${app.accessKey}|dynamiq_acc_`));
  });
});

function shown(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document, "no document is shown");
  return document;
}

async function replace(old: string, next: string): Promise<void> {
  const document = shown();
  const start = document.positionAt(document.getText().indexOf(old));
  const range = new vscode.Range(start, start.translate(0, old.length));
  assert.ok(await vscode.window.activeTextEditor?.edit((edit) => edit.replace(range, next)));
}

/** Nobody can be asked here whether to save. */
function discard(): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
}
