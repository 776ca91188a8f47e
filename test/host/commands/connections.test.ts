import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { type SampleApp, startSampleApp } from "../../../src/sample/server.ts";
import { connect, connectApp, type ConnectedApp } from "../support/connectedApp.ts";
import { eventually } from "../support/eventually.ts";
import { call } from "../support/extension.ts";
import { listen } from "../support/listeningServer.ts";
import { thrownBy } from "../support/thrown.ts";

describe("connections", () => {
  let first: ConnectedApp;
  let other: SampleApp;

  before(async () => {
    first = await connectApp({ pastRuns: 3 });
    other = await startSampleApp({ pastRuns: 5, seed: 2 });
  });

  after(() => Promise.all([first.close(), other.close()]));

  it("are added without questions, and the new one becomes active", async () => {
    const id = await connect(other.url, other.accessKey);
    assert.notEqual(id, first.connectionId);
    assert.equal((await first.api.listRuns()).pagination.total_count, 5);
  });

  it("are asked for when the view's menu passes the focused row", async () => {
    for (const command of ["addConnection", "replaceKey"]) {
      const asking = call(command, { kind: "group", by: "status", value: "failed" });
      // Any question is canceled again; an error is thrown at once.
      await eventually(async () => {
        await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
        const left = await Promise.race([
          asking.then(() => "left"),
          new Promise((resolve) => setTimeout(resolve, 100)),
        ]);
        assert.equal(left, "left");
      });
    }
  });

  it("are switched by id", async () => {
    assert.equal(await call("switchConnection", first.connectionId), first.connectionId);
    assert.equal((await first.api.listRuns()).pagination.total_count, 3);
  });

  it("are switched at once, also to an app that doesn't respond", async () => {
    let asked = 0;
    const silent = await listen(() => asked++);
    try {
      const id = await connect(silent.url);
      await call("switchConnection", first.connectionId);
      assert.equal(await call("switchConnection", id), id);
      await eventually(() => assert.ok(asked > 0, "its runs were not asked for"));
    } finally {
      await silent.close();
    }
  });

  it("don't change for an invalid id", async () => {
    await call("switchConnection", first.connectionId);
    assert.equal(await call("switchConnection", "no such connection"), undefined);
    assert.equal((await first.api.listRuns()).pagination.total_count, 3);
  });

  it("fire an event when another one becomes active", async () => {
    let changes = 0;
    const subscription = first.api.onDidChangeRuns(() => changes++);
    await connect(other.url, other.accessKey);
    subscription.dispose();
    assert.ok(changes > 0);
  });

  it("may have the same name, and a public app needs no key", async () => {
    const app = await startSampleApp({ accessKey: null, pastRuns: 1 });
    try {
      const ids = [await connect(app.url, undefined, "Same"), await connect(app.url, undefined, "Same")];
      assert.equal(new Set(ids).size, 2);
      assert.equal((await first.api.listRuns()).pagination.total_count, 1);
    } finally {
      await app.close();
    }
  });

  const key = `dynamiq_acc_${"k".repeat(64)}`;
  const refused: [string, unknown, RegExp][] = [
    ["plain http", { name: "A", baseUrl: "http://example.com", accessKey: key }, /^baseUrl: .*https/],
    ["a password in the URL", { name: "A", baseUrl: "https://me:secret@example.com" }, /^baseUrl: .*password/],
    ["a path", { name: "A", baseUrl: "https://example.com/app" }, /^baseUrl: .*path/],
    ["no URL", { name: "A" }, /^baseUrl: /],
    ["no name", { name: " ", baseUrl: "https://example.com" }, /^name: /],
    [
      "a personal token",
      { name: "A", baseUrl: "https://example.com", accessKey: "dyn_pat_1" },
      /personal access token/,
    ],
    [
      "an old personal token",
      { name: "A", baseUrl: "https://example.com", accessKey: "uak_1" },
      /personal access token/,
    ],
    ["a key with a space", { name: "A", baseUrl: "https://example.com", accessKey: "a b" }, /^accessKey: /],
    ["a key that is no text", { name: "A", baseUrl: "https://example.com", accessKey: 1 }, /^accessKey: /],
    ["nothing in it", null, /^name: /],
  ];
  for (const [what, argument, reason] of refused) {
    it(`refuse ${what}, tell the caller why, and stay as they are`, async () => {
      await call("switchConnection", first.connectionId);
      const { message } = await thrownBy(call("addConnection", argument));
      assert.match(message, reason);
      assert.doesNotMatch(message, /secret|dyn_pat_1|uak_1|kkkk/);
      assert.equal((await first.api.listRuns()).pagination.total_count, 3);
    });
  }
});
