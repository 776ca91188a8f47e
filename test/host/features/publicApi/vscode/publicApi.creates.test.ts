import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { UploadedFile } from "#api/schemas.ts";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder, sha256 } from "../../../support/folder.ts";
import { thrownBy } from "../../../support/thrown.ts";

const input = { ticket_subject: "Where is my invoice?" };
const ids = { user_id: "customer-7421", session_id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" };

describe("the public API creates a run", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
  });

  after(() => connected.close());

  it("in the background: the response is the created run", async () => {
    const run = await connected.api.createRun({ ...ids, input }, { mode: "background" });
    assert.equal(run.status, "created");
    const { run_id, mode, input: seen, user_id, session_id } = connected.app.created.at(-1) ?? {};
    assert.deepEqual({ run_id, mode, seen }, { run_id: run.id, mode: "background", seen: input });
    assert.deepEqual({ user_id, session_id }, ids);
  });

  for (const mode of ["wait", "stream"] as const) {
    it(`and returns its end in the mode ${mode}, sent once`, async () => {
      const before = writesTo(connected.app).length;
      const run = await connected.api.createRun({ input }, { mode });
      assert.equal(run.status, "completed");
      assert.equal(connected.app.created.at(-1)?.run_id, run.id);
      // A synchronous request would fail with its connection.
      assert.equal(connected.app.created.at(-1)?.mode, mode === "wait" ? "background" : mode);
      assert.deepEqual(await connected.api.getRun(run.id), run);
      assert.deepEqual(writesTo(connected.app).slice(before), ["POST /v1/runs"]);
    });
  }

  it("as it was when it was called, whatever its extension changes meanwhile", async () => {
    const request = { ...ids, input: { ...input } };
    const files = [await folder.write("first.txt", "first")];
    const creating = connected.api.createRun(request, { mode: "background", files });
    request.input.ticket_subject = "another one";
    request.user_id = "somebody-else";
    files[0] = await folder.write("second.txt", "second");
    await creating;
    const { input: sent, user_id, files: attached } = connected.app.created.at(-1) ?? {};
    assert.deepEqual([sent, user_id, attached?.map(({ name }) => name)], [input, ids.user_id, ["first.txt"]]);
  });

  it("with files, byte for byte, in every mode", async () => {
    const [small, large] = [Buffer.from("a receipt"), randomBytes(1_500_000)];
    const files = [await folder.write("receipt ü.txt", small), await folder.write("scan.bin", large)];
    for (const mode of ["background", "wait", "stream"] as const) {
      await connected.api.createRun({ input: { ...input, mode } }, { mode, files });
      const created = connected.app.created.at(-1);
      assert.deepEqual(created?.input, { ...input, mode });
      assert.deepEqual(
        created.files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
        [
          { name: "receipt ü.txt", size: small.length, sha256: sha256(small) },
          { name: "scan.bin", size: large.length, sha256: sha256(large) },
        ],
      );
    }
  });

  it("with a reference to a file that the app has, and knows what to attach when it is run again", async () => {
    const file = await folder.write("policy.txt", "Refunds take five days.");
    const uploaded = await call<UploadedFile[]>("uploadFiles", file);
    const before = writesTo(connected.app).length;
    const run = await connected.api.createRun({ input }, { files: [file] });
    const again = await call<string>("runAgain", run.id);
    assert.deepEqual(writesTo(connected.app).slice(before), ["POST /v1/runs", "POST /v1/runs"]);
    assert.equal(connected.app.created.at(-1)?.run_id, again);
    for (const { files } of connected.app.created.slice(-2))
      assert.deepEqual(
        files.map(({ id }) => id),
        uploaded?.map(({ id }) => id),
      );
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("or none when the caller has aborted first", async () => {
    const before = connected.app.created.length;
    for (const mode of ["background", "wait", "stream"] as const) {
      const error = await thrownBy(connected.api.createRun({ input }, { mode, signal: AbortSignal.abort() }));
      assert.equal(error.kind, "aborted", mode);
    }
    assert.equal(connected.app.created.length, before);
  });

  it("that goes on when its caller stops waiting", async () => {
    const aborter = new AbortController();
    const run = connected.api.createRun({ input }, { signal: aborter.signal, onEvent: () => aborter.abort() });
    assert.equal((await thrownBy(run)).kind, "aborted");
    const id = connected.app.created.at(-1)?.run_id ?? "";
    assert.notEqual((await connected.api.getRun(id)).status, "canceled");
    let status = "";
    const look = (): void => void connected.api.getRun(id).then((read) => (status = read.status));
    await eventually(() => {
      look();
      assert.equal(status, "completed");
    });
  });

  it("or reports the app's refusal", async () => {
    const error = await thrownBy(connected.api.createRun({ input: {}, file_ids: ["no uuid"] }, { mode: "background" }));
    assert.deepEqual([error.kind, error.status, error.code], ["invalid", 400, "bad_request"]);
    assert.match(error.message, /file_ids/);
  });
});
