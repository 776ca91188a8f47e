import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { startRecordingApp } from "../../../../support/agentTools/recordingApp.ts";
import { openLossyProxy } from "../../../../support/network/lossyProxy.ts";
import { connect, connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

interface BatchRow {
  status: string;
  word: string;
  result: string;
  runId?: string;
}

interface BatchResult {
  id: string;
  created: number;
  failed: number;
  unknown: number;
  waiting: number;
}

const subjectOf = (input: unknown): unknown => (input as { ticket_subject: unknown }).ticket_subject;

const unasked = { preview: false };

/** Waits until the active tab has this label; `undefined` for no tab. */
const showsTab = (label: string | undefined): Promise<void> =>
  eventually(() => assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, label));

describe("running a batch", () => {
  let connected: ConnectedApp;
  let folder: Folder;
  let dialogs: Dialogs;

  before(async () => {
    connected = await connectApp();
  });

  beforeEach(async () => {
    folder = await Folder.make();
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    dialogs.restore();
    await call("switchConnection", connected.connectionId);
    await call("markProduction", connected.connectionId, "off");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  after(() => connected.close());

  const inputs = (from: number): unknown[] => connected.app.created.slice(from).map(({ input }) => input);
  const run = (uri: vscode.Uri, ...rest: unknown[]): Promise<BatchResult | undefined> =>
    call<BatchResult>("runBatch", uri, ...rest);

  it("creates a run for each line, once, in the background, and reports the other lines", async () => {
    const from = connected.app.created.length;
    const before = writesTo(connected.app).length;
    const good = Array.from({ length: 30 }, (_, n) => JSON.stringify({ ticket_subject: `Line ${n}` }));
    const uri = await folder.write(
      "tickets.jsonl",
      ["\uFEFF", ...good, "", "{", '{"input":{"a":1},"user_id":"u-1"}'].join("\r\n"),
    );
    const result = await run(uri, unasked);
    assert.deepEqual(
      { ...result, id: undefined },
      { id: undefined, created: 31, failed: 1, invalid: 1, unknown: 0, waiting: 0, sending: 0 },
    );
    assert.deepEqual(
      writesTo(connected.app).slice(before),
      Array.from({ length: 31 }, () => "POST /v1/runs"),
    );
    const created = connected.app.created.slice(from);
    assert.equal(new Set(created.map(({ input }) => JSON.stringify(input))).size, 31);
    assert.deepEqual([...new Set(created.map(({ mode }) => mode))], ["background"]);
    assert.equal(created.find(({ user_id }) => user_id === "u-1")?.user_id, "u-1");

    const rows = (await call<BatchRow[]>("showBatch", result?.id)) ?? [];
    const failed = rows.filter(({ status }) => status === "line.failed");
    assert.deepEqual(
      failed.map(({ word, runId }) => [word, runId]),
      [["Not created", undefined]],
    );
    assert.match(failed[0]?.result ?? "", /tickets\.jsonl, line 33, column \d+: /);
    assert.deepEqual(new Set(rows.flatMap(({ runId }) => runId ?? [])), new Set(created.map(({ run_id: id }) => id)));
    await showsTab("Batch tickets.jsonl");
  });

  it("sends no file that changed or became a link out of its folder while the batch was sent", async () => {
    await using app = await startRecordingApp();
    await connect(app.url);
    const outside = join(tmpdir(), `${randomUUID()}.txt`);
    await writeFile(outside, "what is outside the workspace");
    const names = Array.from({ length: 6 }, (_, n) => `file-${n}.txt`);
    for (const name of names) await folder.write(name, "hello");
    const change = async (): Promise<void> => {
      const [link = "", text = ""] = names.slice(4).map((name) => join(folder.path, name));
      await rm(link);
      await symlink(outside, link);
      await writeFile(text, "other");
    };
    let changed: Promise<void> | undefined;
    // The first four lines are sent at the same time, the others after their responses.
    app.onWrite = () => (changed ??= change());
    const lines = names.map((name) => JSON.stringify({ input: { name }, files: [name] }));
    const result = await run(await folder.write("links.jsonl", lines.join("\n")), unasked);
    assert.deepEqual([result?.created, result?.failed], [4, 2]);
    const sent = app.writes.flatMap(({ files }) => files);
    assert.deepEqual(
      sent.map(({ bytes }) => bytes.toString()),
      names.slice(0, 4).fill("hello"),
    );
    const rows = (await call<BatchRow[]>("showBatch", result?.id)) ?? [];
    const whys = [
      `${join(folder.path, "file-4.txt")} has changed since the batch was confirmed: it now points to ${outside}.`,
      "file-5.txt has changed since the batch was confirmed.",
    ];
    for (const what of whys) {
      assert.ok(
        rows.some(({ result: text }) => text.includes(what)),
        `${what} is in no row`,
      );
    }
    await rm(outside);
    await call("switchConnection", connected.connectionId);
  });

  it("asks before anything is sent, however it is started, and once more on production", async () => {
    const list = await folder.write("list.jsonl", '{"n":1}\n{"n":2}');
    const two = [await folder.write("one.json", { n: 1 }), await folder.write("two.json", { n: 2 })];
    const before = writesTo(connected.app).length;
    assert.equal(await run(list), undefined);
    assert.equal(await run(list, [list]), undefined);
    assert.equal(await call("runFile", list, [list]), undefined);
    assert.equal(await call("runFile", two[0], two), undefined);
    assert.equal(await call("runFile", vscode.Uri.file(folder.path), []), undefined);
    await call("markProduction", connected.connectionId, "ask");
    assert.equal(await run(list, unasked), undefined);
    assert.deepEqual(writesTo(connected.app).slice(before), []);
  });

  it("sends nothing of a selection that can't be a batch", async () => {
    const before = writesTo(connected.app).length;
    await mkdir(join(folder.path, "empty"));
    const uris = [
      await folder.write("bad.jsonl", "{\n[]"),
      await folder.write("blank.jsonl", "\n \n"),
      await folder.write("latin.jsonl", Uint8Array.of(0x7b, 0xff, 0x7d)),
      await folder.write("long.jsonl", "{}\n".repeat(10_001)),
      await folder.write("picture.png", "png"),
      vscode.Uri.file(join(folder.path, "empty")),
      vscode.Uri.file(join(folder.path, "none.jsonl")),
    ];
    for (const uri of uris) assert.equal(await run(uri, unasked), undefined, uri.path);
    assert.deepEqual(writesTo(connected.app).slice(before), []);
  });

  it("is stopped after the lines that are being sent, and the rest of it is discarded", async () => {
    const lines = Array.from({ length: 12 }, (_, n) => JSON.stringify({ ticket_subject: `More ${n + 1}` }));
    const uri = await folder.write("more.jsonl", lines.join("\n"));
    await using app = await startRecordingApp();
    await connect(app.url);
    const gate = Promise.withResolvers<void>();
    app.onWrite = async () => (app.writes.length > 4 ? gate.promise : undefined);
    const running = run(uri, unasked);
    await eventually(() => assert.equal(app.writes.length, 8));
    await dialogs.cancel(/more\.jsonl: 4 of 12/);
    gate.resolve();
    const { id, created, waiting } = (await running)!;
    assert.deepEqual([created, waiting, app.writes.length], [8, 4, 8]);
    await dialogs.press("You stopped more.jsonl. 8 runs created, 4 not sent.", "Discard Unsent Lines");
    await eventually(async () => {
      const rows = (await call<BatchRow[]>("showBatch", id)) ?? [];
      assert.equal(
        rows.filter(({ result }) => result.includes("The line was discarded before it was sent.")).length,
        4,
      );
    });
  });

  it("has its unknown lines looked up, and sent again only after a question", async () => {
    await using proxy = await openLossyProxy(connected.app.url);
    await connect(proxy.url, connected.app.accessKey);
    const from = connected.app.created.length;
    const lines = [{ ticket_subject: "Lost 1" }, { ticket_subject: "Lost 2" }];
    proxy.writes = "before";
    const uri = await folder.write("lost.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
    const { id, unknown } = (await run(uri, unasked))!;
    assert.equal(unknown, 2);
    proxy.writes = "pass";
    await call("retryBatch", id, { lines: "unknown" });
    assert.equal(inputs(from).length, 0);
    dialogs.choice = "Send 2 Lines Again";
    await dialogs.press("lost.jsonl: no run was found for 2 lines with an unknown outcome.", "Send Again…");
    await eventually(() => assert.equal(inputs(from).length, 2));
    assert.match(dialogs.shown.at(-1)?.detail ?? "", /may create duplicate runs\./);
    assert.deepEqual(new Set(inputs(from).map(subjectOf)), new Set(["Lost 1", "Lost 2"]));
  });

  it("has its failed runs run again as a batch of their own, and not the others", async () => {
    const failing = [1, 2].map((n) => ({ ticket_subject: `Failing ${n}`, fail: true }));
    const lines = [{ ticket_subject: "Fine" }, ...failing].map((line) => JSON.stringify(line));
    const { id } = (await run(await folder.write("mixed.jsonl", lines.join("\n")), unasked))!;
    // The list counts: a refresh joins one that has begun before they failed.
    await eventually(async () => {
      await call("refresh");
      const rows = (await call<BatchRow[]>("showBatch", id)) ?? [];
      assert.equal(rows.filter(({ status }) => status === "failed").length, 2);
    });
    dialogs.saveTo = vscode.Uri.file(join(folder.path, "again.jsonl"));
    dialogs.choice = "Run 2";
    const from = connected.app.created.length;
    await call("retryBatch", id);
    assert.match(dialogs.shown.at(-1)?.question ?? "", /^Create 2 runs from again\.jsonl/);
    assert.equal(inputs(from).length, 2);
    assert.deepEqual(new Set(inputs(from).map((input) => JSON.stringify(input))), new Set(lines.slice(1)));
  });

  it("is renamed and deleted like a view; its runs stay", async () => {
    const result = await run(await folder.write("views.jsonl", '{"n":1}'), unasked);
    await call("renameBatch", result?.id, "Nightly");
    await call("showBatch", result?.id);
    await showsTab("Batch Nightly");
    await call("renameBatch", result?.id, "Weekly");
    await showsTab("Batch Weekly");
    await call("deleteBatch", result?.id);
    // Its results close with it, and there is nothing more to show.
    await showsTab(undefined);
    assert.equal(await call("showBatch", result?.id), undefined);
    await showsTab(undefined);
  });
});
