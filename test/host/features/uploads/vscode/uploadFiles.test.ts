import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rm, symlink } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { UploadedFile } from "#api/schemas.ts";
import { openLossyProxy } from "../../../../support/network/lossyProxy.ts";
import { connect, connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder, sha256 } from "../../../support/folder.ts";

describe("uploading files", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
  });

  after(() => connected.close());

  it("sends each file once and returns the app's response, ready for a run", async () => {
    const [note, scan] = [Buffer.from("note"), randomBytes(700_000)];
    const uris = [await folder.write("note.txt", note), await folder.write("scan.png", scan)];
    const uploaded = await call<UploadedFile[]>("uploadFiles", uris[0], uris);
    assert.deepEqual(
      uploaded?.map(({ name, size, mime_type }) => ({ name, size, mime_type })),
      [
        { name: "note.txt", size: note.length, mime_type: "text/plain" },
        { name: "scan.png", size: scan.length, mime_type: "image/png" },
      ],
    );
    assert.deepEqual(writesTo(connected.app), ["POST /v1/files", "POST /v1/files"]);
    await connected.api.createRun({ input: {}, file_ids: uploaded.map(({ id }) => id) }, { mode: "background" });
    assert.deepEqual(
      connected.app.created.at(-1)?.files.map((file) => file.sha256),
      [sha256(note), sha256(scan)],
    );
  });

  it("offers the ids of several files to copy, one a line", async () => {
    const dialogs = answerDialogs();
    const uris = [await folder.write("a.txt", "a"), await folder.write("b.txt", "b")];
    const uploaded = await call<UploadedFile[]>("uploadFiles", uris[0], uris);
    await dialogs.press("2 files were uploaded.", "Copy IDs");
    const copied = uploaded?.map(({ id }) => id).join("\n");
    await eventually(async () => assert.equal(await vscode.env.clipboard.readText(), copied));
    dialogs.restore();
  });

  it("says that it waits for the app, and isn't in error when the person stops waiting", async () => {
    await using proxy = await openLossyProxy(connected.app.url);
    await connect(proxy.url, connected.app.accessKey);
    const dialogs = answerDialogs();
    try {
      const uris = [await folder.write("first.bin", randomBytes(300_000)), await folder.write("second.txt", "2")];
      proxy.writes = "hold";
      const uploading = call("uploadFiles", uris[0], uris);
      await dialogs.cancel(/^Uploading 2 files: first\.bin: 293 KiB sent, waiting for the app, 1 of 2 files$/);
      assert.equal(await uploading, undefined);
      const { kind, buttons } = await dialogs.note("The upload of first.bin was canceled. 1 file was not tried.");
      assert.deepEqual([kind, buttons], ["information", ["Retry"]]);
    } finally {
      dialogs.restore();
    }
  });

  it("asks before a file that became a link since is uploaded by Retry", async () => {
    await using proxy = await openLossyProxy(connected.app.url);
    await connect(proxy.url, connected.app.accessKey);
    const dialogs = answerDialogs();
    try {
      const note = await folder.write("refused.txt", "hello");
      const secret = await folder.write("other.txt", "PRIVATE");
      proxy.writes = "refuse";
      assert.equal(await call("uploadFiles", note), undefined);
      await rm(note.fsPath);
      await symlink(secret.fsPath, note.fsPath);
      proxy.writes = "pass";
      const written = writesTo(connected.app).length;
      await dialogs.press("refused.txt was not uploaded", "Retry");
      await eventually(() =>
        assert.match(dialogs.shown[0]?.detail ?? "", /refused\.txt \(7 B\), a link to .*other\.txt/),
      );
      assert.equal(writesTo(connected.app).length, written);
    } finally {
      dialogs.restore();
    }
  });
});
