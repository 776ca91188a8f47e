import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { type LossyProxy, openLossyProxy } from "../../../support/network/lossyProxy.ts";
import { connect, connectApp, type ConnectedApp } from "../../support/connectedApp.ts";
import { eventually } from "../../support/eventually.ts";
import { call } from "../../support/extension.ts";
import { Folder } from "../../support/folder.ts";

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
    await connected.close();
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

  it("by a double click that the person declines: it starts nothing, and the next click counts", async () => {
    const before = connected.app.created.length;
    const uri = await folder.write("declined.json", { ticket_subject: "${prompt:Subject}" });
    const click = (): Promise<string | undefined> => call<string>("runFileInBackground", uri);
    const declined = Promise.all([click(), click()]);
    assert.deepEqual(await answered(declined, "workbench.action.closeQuickOpen"), [undefined, undefined]);
    assert.equal(connected.app.created.length, before);
    const id = await answered(click(), "workbench.action.acceptSelectedQuickOpenItem");
    assert.equal(id, connected.app.created.at(-1)?.run_id);
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

/** Answers the question that a command asks: as soon as the question is there, and again until the command is over. */
async function answered<T>(asking: Promise<T>, command: string): Promise<T> {
  const over = asking.then((result) => ({ result }));
  for (;;) {
    await vscode.commands.executeCommand(command);
    const ended = await Promise.race([over, delay(50, undefined)]);
    if (ended) return ended.result;
  }
}
