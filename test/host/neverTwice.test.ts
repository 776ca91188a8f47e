import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { type LossyProxy, openLossyProxy } from "../support/network/lossyProxy.ts";
import { connect, connectApp, type ConnectedApp } from "./support/connectedApp.ts";
import { eventually } from "./support/eventually.ts";
import { call } from "./support/extension.ts";
import { Folder } from "./support/folder.ts";

describe("a run is never created twice without a confirmation", () => {
  let connected: ConnectedApp;
  let proxy: LossyProxy;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    proxy = await openLossyProxy(connected.app.url);
    await connect(proxy.url, connected.app.accessKey);
    folder = await Folder.make();
  });

  after(async () => {
    await proxy[Symbol.asyncDispose]();
    await connected.app.close();
  });

  for (const command of ["runFile", "runFileInBackground", "runFileAndWait"]) {
    it(`by a double click on ${command}: the second click returns the run of the first`, async () => {
      const before = connected.app.created.length;
      const uri = await folder.write(`${command}.json`, { ticket_subject: "Clicked twice", command });
      const ids = await Promise.all([call(command, uri), call(command, uri), call(command, uri)]);
      assert.equal(connected.app.created.length, before + 1);
      // On a machine that is busy the last one may come so late that it is a click of its own, which starts nothing
      // either.
      const given = ids.filter((id) => id !== undefined);
      assert.deepEqual(new Set(given), new Set([connected.app.created.at(-1)?.run_id]));
    });
  }

  it("by a second click during Run and Wait", async () => {
    const uri = await folder.write("waits.json", { ticket_subject: "Takes its time", ask: "feedback" });
    const before = connected.app.created.length;
    void call("runFileAndWait", uri);
    await eventually(() => assert.equal(connected.app.created.length, before + 1));
    // Sooner, it would be a double click, which waits for the first one.
    await delay(1_000);
    assert.equal(await call("runFileAndWait", uri), undefined);
    assert.equal(connected.app.created.length, before + 1);
  });

  it("when the response is lost: the run is found in the list", async () => {
    const uri = await folder.write("lost.json", { ticket_subject: "Lost" });
    proxy.writes = "after";
    const id = await call<string>("runFileInBackground", uri);
    proxy.writes = "pass";
    assert.equal(id, connected.app.created.at(-1)?.run_id);
    assert.equal(connected.app.created.filter(({ input }) => input["ticket_subject"] === "Lost").length, 1);
  });

  it("when another extension's response is lost", async () => {
    proxy.writes = "after";
    const run = await connected.api.createRun({ input: { ticket_subject: "Theirs" } });
    proxy.writes = "pass";
    assert.deepEqual([run.id, run.status], [connected.app.created.at(-1)?.run_id, "completed"]);
  });
});
