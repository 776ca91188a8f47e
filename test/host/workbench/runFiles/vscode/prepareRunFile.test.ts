import assert from "node:assert/strict";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connect, connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";
import { thrownBy } from "../../../support/thrown.ts";

describe("the fields of a run file", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
  });

  after(() => connected.close());

  it("are filled in before it is sent", async () => {
    await folder.write("body.txt", "Dear ${env:DYNAMIQ_TEST_USER}");
    await folder.write("user.txt", "mia");
    const uri = await folder.write("filled.run.json", {
      input: {
        body: "${file:body.txt}",
        text: "$${env:DYNAMIQ_TEST_USER}",
        at: "${now}",
        folder: "${workspaceFolder}",
      },
      user_id: "${file:user.txt}",
      session_id: "${uuid}",
    });
    await call("runFileInBackground", uri);
    const { input, user_id, session_id } = connected.app.created.at(-1) ?? {};
    const { at, folder: root, ...texts } = input as Record<string, string>;
    assert.deepEqual(texts, { body: "Dear ${env:DYNAMIQ_TEST_USER}", text: "${env:DYNAMIQ_TEST_USER}" });
    assert.equal(new Date(at ?? "").toISOString(), at);
    assert.ok(root && folder.path.startsWith(root));
    assert.equal(user_id, "mia");
    assert.match(session_id ?? "", /^[\da-f-]{36}$/);
  });

  for (const [what, value] of Object.entries({
    "a variable of the environment that is not set": "${env:DYNAMIQ_TEST_NOT_SET}",
    "a text file that is missing": "${file:gone.txt}",
    "a key out of the environment": "${env:DYNAMIQ_TEST_KEY}",
    "a variable that does not exist": "${secret:key}",
  })) {
    it(`is not sent with ${what}`, async () => {
      process.env["DYNAMIQ_TEST_KEY"] = "dynamiq_acc_SECRETSECRET";
      const sent = writesTo(connected.app).length;
      const uri = await folder.write("open.run.json", { input: { value } });
      assert.equal(await call("runFile", uri), undefined);
      assert.equal(await call("copyAsCurl", uri), undefined);
      assert.equal(writesTo(connected.app).length, sent);
    });
  }

  // VS Code refuses modal questions in this suite, so nobody agrees. The workbench tests answer them.
  it("send nothing outside the workspace folder without the person's consent", async () => {
    process.env["DYNAMIQ_TEST_USER"] = "mia";
    const elsewhere = await Folder.makeOutside();
    const secret = join(elsewhere, "id_rsa");
    await writeFile(secret, "PRIVATE");
    await symlink(secret, join(folder.path, "notes.txt"));
    await symlink(elsewhere, join(folder.path, "docs"));
    const request = await folder.write("plain.run.json", { input: { a: 1 } });
    const id = await call<string>("runFileInBackground", request);
    const sent = writesTo(connected.app).length;
    const requests = {
      absolute: { input: {}, files: [secret] },
      link: { input: {}, files: ["notes.txt"] },
      folder: { input: {}, files: ["docs/id_rsa"] },
      text: { input: { a: "${file:notes.txt}" } },
      variable: { input: { a: "${env:DYNAMIQ_TEST_USER}" } },
      path: { input: {}, files: ["${file:docs/id_rsa}"] },
    };
    for (const [name, content] of Object.entries(requests)) {
      const uri = await folder.write(`${name}.run.json`, content);
      const lines = await folder.write(`${name}.jsonl`, `${JSON.stringify(content)}\n`);
      for (const command of ["runFile", "runFileInBackground", "runFileAndWait"])
        assert.equal(await call(command, uri), undefined, name);
      assert.equal(await call("runBatch", lines, { preview: false }), undefined, name);
    }
    assert.equal(await call("copyAsCurl", await folder.write("copied.run.json", requests.text)), undefined);
    assert.equal(await call("runFile", request, [request, vscode.Uri.file(join(folder.path, "notes.txt"))]), undefined);
    assert.equal(await call("uploadFiles", vscode.Uri.file(join(folder.path, "notes.txt"))), undefined);
    await thrownBy(connected.api.createRun({ input: {} }, { mode: "background", files: [vscode.Uri.file(secret)] }));
    assert.equal(writesTo(connected.app).length, sent);
    assert.ok(await call("runAgain", id));
  });

  it("choose among the saved connections, and ask before it is sent to one that isn't active", async () => {
    const other = await connectApp();
    const name = "Chosen by a file";
    const chosen = await connect(connected.app.url, connected.app.accessKey, name);
    await call("switchConnection", other.connectionId);
    const sent = connected.app.created.length;
    try {
      const uri = await folder.write("chosen.run.json", { input: { chosen }, connection: name });
      assert.equal(await call("runFileInBackground", uri), undefined);
      assert.equal(
        await call(
          "runBatch",
          await folder.write("chosen.jsonl", `${JSON.stringify({ input: { chosen }, connection: name })}\n`),
          { preview: false },
        ),
        undefined,
      );
      assert.deepEqual(connected.app.created.slice(sent), []);
      await call("switchConnection", chosen);
      await call("runFileInBackground", uri);
      assert.deepEqual(
        connected.app.created.slice(sent).map(({ input }) => input),
        [{ chosen }],
      );
      assert.equal(
        await call("runFile", await folder.write("unknown.run.json", { input: {}, connection: other.app.url })),
        undefined,
      );
      assert.deepEqual(other.app.created, []);
    } finally {
      await other.close();
      await call("switchConnection", connected.connectionId);
    }
  });
});
