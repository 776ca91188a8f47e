import assert from "node:assert/strict";
import { basename } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { startRecordingApp } from "../../../../support/agentTools/recordingApp.ts";
import { connect, connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";
import { lensesOf } from "../../../support/lenses.ts";
import { emptyPage, listen } from "../../../support/listeningServer.ts";
import { thrownBy } from "../../../support/thrown.ts";

// VS Code refuses modal questions in this suite, so nobody agrees. The workbench tests answer them.
describe("an app that is marked as production", () => {
  const input = { ticket_subject: "Where is my invoice?" };
  let connected: ConnectedApp;
  let uri: vscode.Uri;

  before(async () => {
    uri = await (await Folder.make()).write("ticket.json", input);
  });

  beforeEach(async () => {
    connected = await connectApp();
  });

  afterEach(async () => {
    await call("markProduction", connected.connectionId, "off");
    await connected.close();
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  const mark = (mode: unknown): Promise<unknown> => call("markProduction", connected.connectionId, mode);
  const runs = ["runFile", "runFileInBackground", "runFileAndWait"];

  it("gets nothing from a file or another extension without the person's consent", async () => {
    assert.equal(await mark("ask"), connected.connectionId);
    for (const command of runs) assert.equal(await call(command, uri, [uri]), undefined, command);
    for (const mode of ["background", "wait", "stream"] as const) {
      await thrownBy(connected.api.createRun({ input }, { mode }));
    }
    assert.deepEqual(writesTo(connected.app), []);
  });

  describe("with a person who reads the question", () => {
    let dialogs: Dialogs;
    let folder: Folder;

    beforeEach(async () => {
      folder = await Folder.make();
      await mark("ask");
      dialogs = answerDialogs();
    });

    afterEach(() => dialogs.restore());

    /** What was asked in the one question. */
    const asked = (): string => {
      assert.equal(dialogs.shown.length, 1);
      return dialogs.shown[0]?.detail ?? "";
    };

    it("gets from a file and a run again what the question says", async () => {
      const request = {
        input: { amount: 1_000_000, note: "two  spaces\nand a line" },
        user_id: "ceo",
        session_id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d",
      };
      await folder.write("data.txt", "hello");
      const file = await folder.write("pay.run.json", { ...request, files: ["data.txt"] });
      dialogs.choice = "Run";
      const runId = await call<string>("runFile", file, [file]);
      const { input: sent, user_id, session_id } = connected.app.created.at(-1) ?? {};
      assert.deepEqual({ input: sent, user_id, session_id }, request);
      const { host } = new URL(connected.app.url);
      for (const line of [
        host,
        `Input: ${JSON.stringify(request.input)}`,
        "User: ceo",
        `Session: ${request.session_id}`,
        "data.txt (5 B)",
      ])
        assert.ok(
          asked()
            .split("\n")
            .some((each) => each.endsWith(line)),
          `${line} isn't in ${asked()}`,
        );
      dialogs.shown = [];
      dialogs.choice = undefined;
      assert.equal(await call("runAgain", { connectionId: connected.connectionId, runId }), undefined);
      assert.ok(asked().includes(`Input: ${JSON.stringify(request.input)}\nUser: ceo\n`), asked());
      assert.equal(connected.app.created.length, 1);
    });

    it("gets a run of another extension, once the person has agreed to all of it", async () => {
      const create = () => connected.api.createRun({ input }, { mode: "background" });
      const { kind, message } = await thrownBy(create());
      assert.equal(kind, "aborted");
      assert.match(message, /decided not to start the run on .*, which is marked as production\. Nothing was sent\./);
      dialogs.choice = "Run";
      assert.equal((await create()).id, connected.app.created[0]?.run_id);
      assert.equal(connected.app.created.length, 1);
      const [{ question, detail }] = dialogs.shown.slice(1) as [(typeof dialogs.shown)[0]];
      assert.match(question, /^Run a request from another extension on Host test.*, which is marked as production\?$/);
      assert.ok(detail.endsWith(`Input: ${JSON.stringify(input)}`), detail);
    });

    it("gets an answer with the values that the question says", async () => {
      await mark("off");
      const refund = { ticket_subject: "Refund request over $500", amount: 620 };
      const { id: runId } = await connected.api.createRun({ input: refund }, { mode: "background" });
      await eventually(async () => assert.equal((await connected.api.getRun(runId)).status, "awaiting_input"));
      const requestId = (await connected.api.getRun(runId)).input_requests?.[0]?.id;
      await mark("ask");
      const written = writesTo(connected.app).length;
      assert.equal(await call("approveRequest", { runId, requestId }), undefined);
      const lines = asked().split("\n");
      for (const line of ["Answer: approved", "Unchanged amount: 620", 'Unchanged currency: "USD"'])
        assert.ok(lines.includes(line), `${line} isn't in ${asked()}`);
      assert.equal(writesTo(connected.app).length, written);
    });

    it("gets from a golden test what the questions say, also its recorded answers", async () => {
      const answers = [{ approval: "refund", approved: true, params: { amount: 999_999 }, replay: true }];
      const request = { input: { ticket_subject: "Golden: production" }, user_id: "ceo" };
      const uri = await folder.write("pay.golden.json", {
        name: "Pay",
        request,
        answers,
        checks: [{ status: "completed" }],
      });
      await vscode.window.showTextDocument(uri);
      let run: vscode.Command | undefined;
      await eventually(async () => {
        run = (await lensesOf(uri)).find((lens) => lens.command?.title === "Run Test")?.command;
        assert.ok(run);
      });
      dialogs.choice = "Run Tests";
      await vscode.commands.executeCommand(run!.command, ...(run?.arguments ?? []));
      const [tests, recorded] = dialogs.shown;
      assert.ok(tests?.detail.includes(`Test: Pay\nInput: ${JSON.stringify(request.input)}\nUser: ceo`), tests?.detail);
      assert.ok(
        recorded?.detail.includes('Test: Pay\nAnswer to refund: approved, params: {"amount":999999}\n'),
        recorded?.detail,
      );
      assert.deepEqual(writesTo(connected.app), []);
    });

    it("gets no batch before all inputs and files of it were shown", async () => {
      const names = Array.from({ length: 60 }, (_, n) => `attached-${n}.txt`);
      for (const name of names) await folder.write(name, name);
      const lines = names.map((name, n) => JSON.stringify({ input: { n }, user_id: `user-${n}`, files: [name] }));
      const batch = await folder.write("many.jsonl", lines.join("\n"));
      const run = () => call("runBatch", batch, { preview: false });
      assert.equal(await run(), undefined);
      assert.match(asked(), /, marked as production\n.*too long for this dialog/s);
      dialogs.choice = "Show All";
      const undecided = run();
      await dialogs.press("Create 60 runs from", "Don't Send");
      assert.equal(await undecided, undefined);
      const text = vscode.window.activeTextEditor?.document.getText() ?? "";
      for (const [n, name] of names.entries()) {
        const line = `\nmany.jsonl:${n + 1}\nInput: {"n":${n}}\nUser: user-${n}\nAttachment: `;
        const place = text.indexOf(line) + line.length;
        assert.ok(place > line.length && text.slice(place).split("\n")[0]?.endsWith(name), `${name} in ${text}`);
      }
      assert.equal(text.split("attached-7.txt").length, 2, text);
      assert.deepEqual(writesTo(connected.app), []);
    });

    it("gets no line of a batch again before its input was shown", async () => {
      await mark("off");
      const unknown = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
      const lines = [{ input }, { input: { n: 2 }, file_ids: [unknown] }].map((line) => JSON.stringify(line));
      const file = await folder.write("refused.jsonl", lines.join("\n"));
      const batch = await call<{ id: string }>("runBatch", file, { preview: false });
      await mark("ask");
      dialogs.shown = [];
      const written = writesTo(connected.app).length;
      assert.equal(await call("retryBatch", batch?.id), undefined);
      assert.ok(asked().endsWith(`\n\nrefused.jsonl:2\nInput: {"n":2}\nUpload: ${unknown}`), asked());
      assert.equal(writesTo(connected.app).length, written);
    });

    it("gets no unsent line of a batch before its input was shown, with its file once", async () => {
      await using app = await startRecordingApp();
      const connectionId = await connect(app.url);
      const names = Array.from({ length: 6 }, (_, n) => `note-${n}.txt`);
      for (const name of names) await folder.write(name, name);
      const lines = names.map((name, n) => JSON.stringify({ input: { n }, files: [name] }));
      const file = await folder.write("left.jsonl", lines.join("\n"));
      const { url: baseUrl, accessKey } = connected.app;
      let moved: Promise<void> | undefined;
      const move = async (): Promise<void> => {
        await eventually(() => assert.equal(app.writes.length, 4));
        await call("editAddress", connectionId, { baseUrl, accessKey });
      };
      // The first four lines are sent at the same time, the others not, because the connection leads elsewhere.
      app.onWrite = () => (moved ??= move());
      const batch = await call<{ id: string; waiting: number }>("runBatch", file, { preview: false });
      assert.equal(batch?.waiting, 2);
      await call("editAddress", connectionId, { baseUrl: app.url });
      await call("markProduction", connectionId, "ask");
      dialogs.shown = [];
      assert.equal(await call("retryBatch", batch.id, { lines: "unsent" }), undefined);
      const first = `2 lines of left.jsonl that weren't sent\n${new URL(app.url).host}`;
      const inFolder = basename(folder.path);
      const blocks = [4, 5].map((n) => `left.jsonl:${n + 1}\nInput: {"n":${n}}\nAttachment: ${inFolder}/${names[n]}`);
      assert.equal(asked(), [first, ...blocks].join("\n\n"));
      assert.equal(app.writes.length, 4);
    });

    it("is asked about the missing and the unknown lines of a batch each on their own", async () => {
      const server = await listen((request, response) => {
        if (request.method !== "POST") return emptyPage(request, response);
        request.once("data", (body: Buffer) => {
          if (body.includes("lost")) request.socket.destroy();
          else response.writeHead(422, { "content-type": "application/json" }).end('{"detail":"It is refused."}');
        });
      });
      const connectionId = await connect(server.url);
      const lines = ["lost", "refused"].map((word) => JSON.stringify({ input: { word } }));
      const file = await folder.write("both.jsonl", lines.join("\n"));
      const batch = await call<{ id: string; unknown: number; failed: number }>("runBatch", file, { preview: false });
      assert.deepEqual([batch?.failed, batch?.unknown], [1, 1]);
      await call("markProduction", connectionId, "ask");
      dialogs.shown = [];
      assert.equal(await call("retryBatch", batch?.id, { lines: "missing" }), undefined);
      assert.ok(asked().endsWith('\n\nboth.jsonl:2\nInput: {"word":"refused"}'), asked());
      dialogs.shown = [];
      assert.equal(await call("retryBatch", batch?.id, { lines: "resend" }), undefined);
      assert.ok(asked().endsWith('duplicate runs.\n\nboth.jsonl:1\nInput: {"word":"lost"}'), asked());
      await server.close();
    });
  });

  it("is not canceled without the person's consent", async () => {
    const { id } = await connected.api.createRun({ input }, { mode: "background" });
    await mark("ask");
    assert.equal(await call("cancelRun", id), undefined);
    assert.deepEqual(writesTo(connected.app), ["POST /v1/runs"]);
  });

  for (const mode of ["warn", "off"]) {
    it(`gets runs without a question when it is marked ${mode}`, async () => {
      await mark("ask");
      await mark(mode);
      for (const command of runs) assert.ok(await call(command, uri, [uri]), command);
      await connected.api.createRun({ input }, { mode: "background" });
      assert.equal(connected.app.created.length, 4);
    });
  }
});
