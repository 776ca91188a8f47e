import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { answerElsewhere } from "../../../../e2e/support/sampleApp.ts";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually, untilChanged } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder, sha256 } from "../../../support/folder.ts";

// Who waits follows a run of the background to its end, since a synchronous create would die with its connection.
const modes = { runFile: "stream", runFileInBackground: "background", runFileAndWait: "background" };

describe("running with a file", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
  });

  beforeEach(async () => {
    folder = await Folder.make();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  for (const [command, mode] of Object.entries(modes)) {
    it(`${command} sends the file as the input, once, and returns the run's id`, async () => {
      const before = writesTo(connected.app).length;
      const input = { ticket_subject: "Where is my invoice?", command };
      const uri = await folder.write("ticket.json", input);
      const id = await call<string>(command, uri, [uri]);
      const created = connected.app.created.at(-1);
      assert.deepEqual({ id, mode, input }, { id: created?.run_id, mode: created?.mode, input: created?.input });
      assert.deepEqual(created?.files, []);
      assert.deepEqual(writesTo(connected.app).slice(before), ["POST /v1/runs"]);
    });
  }

  it("attaches the run file's and the other selected files, each once", async () => {
    const [receipt, scan] = [Buffer.from("receipt"), Buffer.from([0, 255, 13, 10, 0])];
    const request = { input: { ticket_subject: "Files" }, files: ["receipt.txt"] };
    const uri = await folder.write("refund.run.json", request);
    const selected = [await folder.write("scan.bin", scan), uri, await folder.write("receipt.txt", receipt)];
    await call("runFileInBackground", uri, selected);
    const created = connected.app.created.at(-1);
    assert.deepEqual(created?.input, request.input);
    assert.deepEqual(
      created.files.map(({ name, sha256 }) => ({ name, sha256 })),
      [
        { name: "receipt.txt", sha256: sha256(receipt) },
        { name: "scan.bin", sha256: sha256(scan) },
      ],
    );
  });

  it("continues in the background when its wait is canceled, and its output can be saved by hand, too", async () => {
    const dialogs = answerDialogs();
    try {
      const request = { input: { ticket_subject: "Refund", amount: 620 }, mode: "wait", saveTo: "answers/refund.json" };
      const uri = await folder.write("a-wait.run.json", request);
      const running = call<string>("runFile", uri);
      await dialogs.cancel(/a-wait\.run\.json: Waiting for you, 1 input request\. Cancel ends the wait, not the run/);
      const runId = await running;
      await dialogs.note("a-wait.run.json continues in the background.");
      assert.ok(!writesTo(connected.app).some((write) => write.endsWith("/cancel")));
      await answerElsewhere(connected.app, runId ?? "");
      const read = (name: string): Promise<string> => readFile(`${folder.path}/${name}`, "utf8");
      await eventually(async () => assert.match(await read("answers/refund.json"), /^\{\n {2}"/));
      dialogs.saveTo = vscode.Uri.file(`${folder.path}/by-hand.json`);
      await call("saveOutput", runId);
      assert.match(dialogs.suggested[0] ?? "", /^output-[0-9a-f]+\.json$/);
      assert.equal(await read("by-hand.json"), await read("answers/refund.json"));
    } finally {
      dialogs.restore();
    }
  });

  it("with a mistake in it says where, and opens there", async () => {
    const dialogs = answerDialogs();
    try {
      const uri = await folder.write("broken.json", '{\n  "input": {},\n  "user_id" "customer-7421"\n}\n');
      assert.equal(await call("runFile", uri), undefined);
      await dialogs.press(/broken\.json, line 3, column 13: /, "Open File");
      await eventually(() => {
        const { document, selection } = vscode.window.activeTextEditor ?? {};
        assert.equal(document?.uri.path, uri.path);
        assert.deepEqual([selection?.active.line, selection?.active.character], [2, 12]);
      });
    } finally {
      dialogs.restore();
    }
  });

  it("follows a background run to its end without a refresh", async () => {
    // It asks for approval, so that it can't end before its id is known here.
    const uri = await folder.write("ticket.json", { ticket_subject: "Followed", amount: 620 });
    let id: string | undefined;
    const ended = untilChanged(connected.api, async () =>
      id === undefined ? false : (await connected.api.getRun(id)).status === "completed",
    );
    id = await call<string>("runFileInBackground", uri);
    await eventually(async () => assert.equal((await connected.api.getRun(id ?? "")).status, "awaiting_input"));
    await answerElsewhere(connected.app, id ?? "");
    await ended;
  });
});
