import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { UploadedFile } from "#api/schemas.ts";
import { startSampleApp } from "../../../../support/sample/testApp.ts";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder, sha256 } from "../../../support/folder.ts";

describe("uploads", () => {
  let connected: ConnectedApp;
  let folder: Folder;
  let ids: string[];

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
    const uris = [
      await folder.write("a.txt", "a"),
      await folder.write("b.txt", "bb"),
      await folder.write("c.txt", "ccc"),
    ];
    const uploaded = await call<UploadedFile[]>("uploadFiles", uris[0], uris);
    ids = (uploaded ?? []).map(({ id }) => id);
    assert.equal(ids.length, 3);
  });

  after(() => connected.close());

  it("go with the next run of a file, beside its own, and with no other run", async () => {
    const [a, b, c] = ids;
    const uri = await folder.write("with.run.json", { input: { ticket_subject: "With uploads" }, file_ids: [a] });
    assert.deepEqual(await call("attachUpload", b), [b]);
    assert.deepEqual(new Set(await call<string[]>("attachUpload", [a, c])), new Set(ids));
    assert.deepEqual(new Set(await call<string[]>("detachUpload", c)), new Set([a, b]));
    await call("runFileInBackground", uri);
    const files = () => connected.app.created.at(-1)?.files.map(({ id }) => id);
    assert.deepEqual(files(), [a, b]);
    await call("runFileInBackground", await folder.write("after.json", { ticket_subject: "The one after it" }));
    assert.deepEqual(files(), []);
  });

  it("stay marked when this run isn't created", async () => {
    const [a] = ids;
    await call("attachUpload", a);
    const bad = await folder.write("bad.run.json", {
      input: { ticket_subject: "x" },
      file_ids: ["0b8e5a4e-6f0e-4f0e-8f3a-2b1c3d4e5f60"],
    });
    assert.equal(await call("runFileInBackground", bad), undefined);
    await call("runFileInBackground", await folder.write("good.json", { ticket_subject: "y" }));
    assert.deepEqual(
      connected.app.created.at(-1)?.files.map(({ id }) => id),
      [a],
    );
  });

  it("that the app no longer stores are named, and the run starts without them if the person says so", async () => {
    const dialogs = answerDialogs();
    const first = await connectApp();
    try {
      const [uploaded] = (await call<UploadedFile[]>("uploadFiles", await folder.write("gone.txt", "gone"))) ?? [];
      await call("attachUpload", uploaded?.id);
      const port = Number(new URL(first.app.url).port);
      await first.app.close();
      const emptied = await startSampleApp({ port, accessKey: first.app.accessKey, pastRuns: 0 });
      const uri = await folder.write("without.json", { ticket_subject: "Without it" });
      assert.equal(await call("runFileInBackground", uri), undefined);
      assert.deepEqual(emptied.created, []);
      const gone = "No run was created: the app no longer stores gone.txt, which you attached.";
      await dialogs.press(gone, "Run Without It");
      await eventually(() =>
        assert.deepEqual(
          emptied.created.map(({ files }) => files),
          [[]],
        ),
      );
      await emptied.close();
    } finally {
      dialogs.restore();
      await call("switchConnection", connected.connectionId);
    }
  });

  it("are used again for a file with the same content", async () => {
    const before = writesTo(connected.app).length;
    const copy = await folder.write("copy.txt", "bb");
    const uri = await folder.write("again.json", { ticket_subject: "Again" });
    await call("runFileInBackground", uri, [uri, copy]);
    assert.deepEqual(writesTo(connected.app).slice(before), ["POST /v1/runs"]);
    assert.deepEqual(
      connected.app.created.at(-1)?.files.map((file) => [file.id, file.sha256]),
      [[ids[1], sha256(Buffer.from("bb"))]],
    );
  });

  it("are not used again after they were forgotten", async () => {
    await call("forgetUpload", ids);
    const copy = await folder.write("copy.txt", "bb");
    const uri = await folder.write("anew.json", { ticket_subject: "Anew" });
    const id = await call("runFileInBackground", uri, [uri, copy]);
    assert.equal(id, connected.app.created.at(-1)?.run_id);
    const [file] = connected.app.created.at(-1)?.files ?? [];
    assert.deepEqual([file?.name, file?.sha256], ["copy.txt", sha256(Buffer.from("bb"))]);
    assert.ok(!ids.includes(file?.id ?? ""));
  });
});
