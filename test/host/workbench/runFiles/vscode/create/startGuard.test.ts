import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { StartGuard } from "#workbench/runFiles/vscode/create/startGuard.ts";
import { type LossyProxy, openLossyProxy } from "../../../../../support/network/lossyProxy.ts";
import { connect, connectApp, type ConnectedApp } from "../../../../support/connectedApp.ts";
import { eventually } from "../../../../support/eventually.ts";
import { call } from "../../../../support/extension.ts";
import { Folder } from "../../../../support/folder.ts";

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
      assert.deepEqual(new Set(ids), new Set([connected.app.created.at(-1)?.run_id]));
    });
  }

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

describe("a click on what is being started", () => {
  const start = { name: "refund.json", what: ["file", "refund.json"], connections: { list: [], active: undefined } };
  const said = "refund.json is already being sent. No second run was started.";
  const { showInformationMessage } = vscode.window;
  let guard: StartGuard;
  let asked: string[];
  let press: (button: string | undefined) => void;
  let begun: ((end: Promise<string>) => void)[];
  const click = (): Promise<string | undefined> =>
    guard.once(start, () => new Promise<string>((resolve) => begun.push(resolve)));

  beforeEach(() => {
    [guard, asked, begun] = [new StartGuard(), [], []];
    const show = async (message: string): Promise<string | undefined> => {
      // That runs of tests before have ended in the background may be told seconds later.
      if (!message.startsWith(start.name)) return undefined;
      asked.push(message);
      return new Promise((resolve) => (press = resolve));
    };
    Object.assign(vscode.window, { showInformationMessage: show });
  });

  afterEach(() => void Object.assign(vscode.window, { showInformationMessage }));

  it("starts nothing, says so, and gives the run of the first one", async () => {
    const both = [click(), click()];
    assert.deepEqual([begun.length, asked], [1, [said]]);
    begun[0]?.(Promise.resolve("run-1"));
    assert.deepEqual(await Promise.all(both), ["run-1", "run-1"]);
  });

  it("starts another one when the person says so, which counts as under way, too", async () => {
    const first = click();
    void click();
    press("Start Another Run");
    await eventually(() => assert.equal(begun.length, 2));
    begun[0]?.(Promise.resolve("run-1"));
    assert.equal(await first, "run-1");
    void click();
    assert.deepEqual([begun.length, asked], [2, [said, said]]);
  });

  it("starts anew at once when the first one has ended, has failed or was declined", async () => {
    for (const end of [Promise.resolve("run-1"), Promise.reject(new Error("refused")), Promise.resolve(undefined)]) {
      const before = begun.length;
      const first = click();
      begun.at(-1)?.(end as Promise<string>);
      await first.catch(() => undefined);
      assert.equal(begun.length, before + 1);
    }
    assert.deepEqual([begun.length, asked], [3, []]);
  });

  it("is answered also if the first one fails, which reports it", async () => {
    const [first, second] = [click(), click()];
    begun[0]?.(Promise.reject(new Error("refused")));
    await assert.rejects(first, /refused/);
    assert.deepEqual([await second, asked], [undefined, [said]]);
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
