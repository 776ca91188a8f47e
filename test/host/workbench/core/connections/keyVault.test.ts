import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connect, connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { call } from "../../../support/extension.ts";
import { emptyPage, type ListeningServer, listen } from "../../../support/listeningServer.ts";
import { thrownBy } from "../../../support/thrown.ts";

describe("an access key", () => {
  let connected: ConnectedApp;
  let stranger: ListeningServer;

  before(async () => {
    connected = await connectApp({ pastRuns: 1 });
    stranger = await listen(emptyPage);
  });

  after(() => Promise.all([connected.close(), stranger.close()]));

  it("is sent to its app", async () => {
    await connected.api.listRuns();
    assert.equal(connected.app.requests.at(-1)?.status, 200);
  });

  it("is not sent to the app of another connection", async () => {
    const key = `dynamiq_acc_${"s".repeat(64)}`;
    await connect(stranger.url);
    await connected.api.listRuns();
    await connect(stranger.url, key);
    await connected.api.listRuns();
    assert.deepEqual([...new Set(stranger.authorizations)], [undefined, `Bearer ${key}`]);
  });

  it("is not sent where its app redirects to", async () => {
    const before = stranger.authorizations.length;
    const redirecting = await listen((_request, response) => {
      response.writeHead(307, { location: `${stranger.url}/v1/runs` }).end();
    });
    try {
      await connect(redirecting.url, connected.app.accessKey);
      assert.equal((await thrownBy(connected.api.listRuns())).kind, "protocol");
      assert.deepEqual([...new Set(redirecting.authorizations)], [`Bearer ${connected.app.accessKey}`]);
      assert.equal(stranger.authorizations.length, before);
    } finally {
      await redirecting.close();
    }
  });

  it("is not sent to another address of its connection", async () => {
    const moved = await listen(emptyPage);
    try {
      const id = await connect(stranger.url, connected.app.accessKey);
      await connected.api.listRuns();
      assert.equal(await call("editAddress", id, { baseUrl: moved.url }), id);
      await connected.api.listRuns();
      assert.ok(moved.authorizations.length > 0);
      assert.deepEqual([...new Set(moved.authorizations)], [undefined]);
      // The old key is deleted: it isn't sent to the old address either.
      const asked = stranger.authorizations.length;
      await call("editAddress", id, { baseUrl: stranger.url });
      await connected.api.listRuns();
      assert.deepEqual([...new Set(stranger.authorizations.slice(asked))], [undefined]);
      const key = `dynamiq_acc_${"n".repeat(64)}`;
      await call("editAddress", id, { baseUrl: moved.url, accessKey: key });
      await connected.api.listRuns();
      assert.equal(moved.authorizations.at(-1), `Bearer ${key}`);
      const { message } = await thrownBy(call("editAddress", id, { baseUrl: "http://example.com" }));
      assert.match(message, /^baseUrl: .*https/);
    } finally {
      await moved.close();
    }
  });

  it("is not in an error, even if the app repeats it", async () => {
    const { accessKey } = connected.app;
    const echo = await listen((request, response) => {
      const message = `bad key ${String(request.headers.authorization)}`;
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { code: "unauthorized", message, details: { key: accessKey } } }));
    });
    try {
      await connect(echo.url, accessKey);
      const error = await thrownBy(connected.api.listRuns());
      assert.equal(error.kind, "auth");
      assert.doesNotMatch(`${error.message} ${JSON.stringify(error)}`, new RegExp(accessKey));
    } finally {
      await echo.close();
    }
  });

  it("is in no setting and no file that VS Code or we write", async () => {
    const { accessKey } = connected.app;
    await call("switchConnection", connected.connectionId);
    await connected.api.listRuns();
    assert.doesNotMatch(JSON.stringify(vscode.workspace.getConfiguration()), new RegExp(accessKey));
    // The folder of this window's settings, logs and workspace: fresh for this suite.
    const state = dirname(process.env["DYNAMIQ_RUNS_RESULT"] ?? "");
    const files = await filesIn(state);
    assert.ok(
      [...files.keys()].some((file) => file.endsWith(".log")),
      `no log among ${files.size} files`,
    );
    assert.deepEqual(
      [...files].filter(([, bytes]) => bytes.includes(accessKey)).map(([file]) => file),
      [],
    );
  });
});

/** The files of a folder at one time: one that is being replaced is gone when it is read, and all are read again. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  for (;;) {
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
