import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { parseExport } from "#runs/exports/exportFile.ts";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

const session = "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52";

describe("opening a conversation", () => {
  let connected: ConnectedApp;
  let first: string;
  let alone: string;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    connected = await connectApp();
    const say = async (input: string, ids: object): Promise<string> =>
      (await connected.api.createRun({ input: { play: "chat", input }, ...ids }, { mode: "wait" })).id;
    first = await say("My name is Lena and my order is 4411.", { user_id: "lena", session_id: session });
    await say("Hello", { user_id: "ben", session_id: session });
    await say("Where is my order?", { user_id: "lena", session_id: session });
    alone = await say("Who am I?", { user_id: "lena" });
    await call("refresh");
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  const ref = () => ({ connectionId: connected.connectionId, sessionId: session, userId: "lena" });
  const group = { kind: "group", by: "session", value: session };

  it("works from a session's group with the user of its newest run, once for each conversation", async () => {
    assert.deepEqual(await call("openConversation", group), ref());
    assert.deepEqual(await call("openConversation", first), ref());
    await eventually(() => assert.deepEqual(tabs(), ["My name is Lena and my order is 4411."]));
  });

  it("asks among the latest ones, which it finds in one page of runs", async () => {
    // The runs, and the first turn of each conversation: a panel of the test before may still read other pages.
    const asked = (): number =>
      connected.app.requests.filter(({ path }) => /^\/v1\/runs\?.*page_size=(?:100|1)(?:&|$)/.test(path)).length;
    const before = asked();
    const picked = call("pickConversation");
    await eventually(() => assert.equal(asked() - before, 3));
    let result: unknown;
    void picked.then((ref) => (result = ref));
    await eventually(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      assert.deepEqual(result, ref());
    });
    assert.equal(asked() - before, 3);
  });

  it("begins one with a new session and the newest run's input, and sends nothing", async () => {
    const before = writesTo(connected.app).length;
    const opening = call<{ sessionId: string }>("newConversation", group);
    let begun: { sessionId: string } | undefined;
    void opening.then((made) => (begun = made));
    await eventually(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      assert.ok(begun);
    });
    const { sessionId } = begun!;
    const user = `dev-${userInfo().username}`;
    assert.deepEqual(begun, { connectionId: connected.connectionId, sessionId, userId: user, seed: { runId: alone } });
    assert.match(sessionId, /^[\da-f-]{36}$/);
    assert.notEqual(sessionId, session);
    await eventually(() => assert.deepEqual(tabs(), ["New Conversation"]));
    assert.equal(writesTo(connected.app).length, before);
  });

  it("exports its turns, oldest first, and from a session's group those of all users", async () => {
    const folder = await Folder.make();
    const file = vscode.Uri.file(join(folder.path, "runs.json"));
    const exported = await call<string[]>("exportRuns", { ...ref(), seed: {} }, file);
    assert.equal(exported?.length, 2);
    assert.equal(exported[0], first);
    const { runs } = parseExport(await readFile(file.fsPath, "utf8"), "runs.json");
    assert.deepEqual(
      runs.map(({ run }) => run.id),
      exported,
    );
    for (const { run, events } of runs) {
      assert.equal(run.user_id, "lena");
      assert.equal(events.at(-1)?.type, "run.completed");
    }
    assert.equal((await call<string[]>("exportRuns", group, file))?.length, 3);
  });

  it("is exported and copied from the palette while it is in view, without asking for a run", async () => {
    const folder = await Folder.make();
    const file = vscode.Uri.file(join(folder.path, "runs.json"));
    const dialogs = answerDialogs();
    dialogs.saveTo = file;
    try {
      await call("openConversation", ref());
      await eventually(async () => assert.equal((await call<string[]>("exportRuns"))?.length, 2));
      for (const command of ["copyAsMarkdown", "copyForAi"])
        assert.match(
          (await call<string>(command)) ?? "",
          /Conversation on Host test .*, 2 turns[^]*Where is my order\?/,
        );
    } finally {
      dialogs.restore();
    }
  });

  it("opens its export as a conversation, without the app", async () => {
    const folder = await Folder.make();
    const file = vscode.Uri.file(join(folder.path, "runs.json"));
    await call("exportRuns", ref(), file);
    const asked = () => connected.app.requests.filter(({ path }) => path.includes(session)).length;
    const before = asked();
    const exported = { connectionId: "", sessionId: session, userId: "lena", file: file.toString() };
    assert.deepEqual(await call("openExport", file), exported);
    assert.deepEqual(await call("openExport", file), exported);
    await eventually(() => assert.deepEqual(tabs(), ["My name is Lena and my order is 4411. (exported)"]));
    const text = (await call<string>("copyAsMarkdown", exported)) ?? "";
    assert.match(text, /^### Conversation on an app, from an export, 2 turns\n/);
    assert.match(text, /Your order is \*\*4411\*\*/);
    assert.equal(await call("exportRuns", exported, file), undefined);
    assert.equal(asked(), before);
    assert.equal(await call("openExport", file, first), first);
    await call("exportRuns", group, file);
    await call("openExport", file, first);
    await eventually(() => assert.equal(tabs().length, 2));
  });

  it("tells a script no user where a session's runs have none", async () => {
    const nobodys = "0c3f1d52-7d1e-4c69-9f0a-5b7c2f6e8a14";
    const { id } = await connected.api.createRun({ input: { play: "chat" }, session_id: nobodys }, { mode: "wait" });
    for (const target of [{ ...group, value: nobodys }, id]) {
      const opened = await call("openConversation", target);
      assert.deepEqual(opened, { connectionId: connected.connectionId, sessionId: nobodys });
    }
  });

  it("says that a run without a session has none to open", async () => {
    const dialogs = answerDialogs();
    try {
      await call("openConversation", alone);
      await dialogs.note("This run has no session ID, so it isn't part of a conversation.");
    } finally {
      dialogs.restore();
    }
  });
});

function tabs(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all.map(({ label }) => label));
}
