import assert from "node:assert/strict";
import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

describe("the output of a run", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
  });

  after(() => connected.close());

  const read = (name: string): Promise<string> => readFile(`${folder.path}/${name}`, "utf8");

  async function outputOf(id: string | undefined): Promise<unknown> {
    return (await connected.api.getRun(id ?? "")).output;
  }

  it("is written where its run file says, in every mode, and replaces the last one", async () => {
    const request = { input: { ticket_subject: "Save me" }, saveTo: "out/answer.json" };
    const uri = await folder.write("save.run.json", request);
    for (const command of ["runFileInBackground", "runFileAndWait", "runFile"]) {
      const id = await call<string>(command, uri);
      await eventually(async () => assert.deepEqual(JSON.parse(await read("out/answer.json")), await outputOf(id)));
    }
    assert.deepEqual(await readdir(`${folder.path}/out`), ["answer.json"]);
  });

  it("goes beside a file that was changed by somebody else", async () => {
    const uri = await folder.write("beside.run.json", { input: { ticket_subject: "Beside" }, saveTo: "beside.json" });
    await writeFile(`${folder.path}/beside.json`, "mine");
    const id = await call<string>("runFileInBackground", uri);
    await eventually(async () => assert.deepEqual(JSON.parse(await read("beside-2.json")), await outputOf(id)));
    assert.equal(await read("beside.json"), "mine");
  });

  it("is written nowhere else, and not at all for a failed run", async () => {
    const failing = await folder.write("failing.run.json", { input: { fail: true }, saveTo: "failed.json" });
    const id = await call<string>("runFileAndWait", failing);
    assert.equal((await connected.api.getRun(id ?? "")).status, "failed");
    const sent = writesTo(connected.app).length;
    const elsewhere = await Folder.makeOutside();
    await symlink(elsewhere, `${folder.path}/link`);
    await symlink(`${elsewhere}/answer.json`, `${folder.path}/answer-link.json`);
    const outside = [
      "../../answer.json",
      "/tmp/answer.json",
      "link/answer.json",
      "link/new/answer.json",
      "answer-link.json",
      ".vscode/settings.json",
      ".git/hooks/pre-commit",
      ".envrc",
      "node_modules/a/index.json",
      "NUL",
    ];
    for (const saveTo of [...outside, "", "outside.run.json"]) {
      const uri = await folder.write("outside.run.json", { input: {}, saveTo });
      assert.equal(await call("runFileInBackground", uri), undefined, saveTo);
    }
    assert.equal(writesTo(connected.app).length, sent);
    assert.deepEqual(await readdir(elsewhere), []);
    const names = await readdir(folder.path);
    for (const name of ["failed.json", ".vscode", ".git", ".envrc", "node_modules"]) assert.ok(!names.includes(name));
  });

  it("goes into a file that programs run only after a person has agreed, once", async () => {
    const uri = await folder.write("program.run.json", { input: { ticket_subject: "Run me" }, saveTo: "conftest.py" });
    const dialogs = answerDialogs();
    try {
      const sent = writesTo(connected.app).length;
      assert.equal(await call("runFileInBackground", uri), undefined);
      assert.equal(writesTo(connected.app).length, sent);
      assert.match(dialogs.shown[0]?.question ?? "", /^Let program\.run\.json save the output of .+ to this file\?$/);
      assert.ok(dialogs.shown[0]?.detail.includes(`• ${folder.path}/conftest.py\n`));
      dialogs.choice = "Run";
      for (const count of [2, 2]) {
        const id = await call<string>("runFileInBackground", uri);
        await eventually(async () => assert.deepEqual(JSON.parse(await read("conftest.py")), await outputOf(id)));
        assert.equal(dialogs.shown.length, count);
      }
    } finally {
      dialogs.restore();
    }
  });
});
