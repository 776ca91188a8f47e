import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { waysOfLost } from "#workbench/runFiles/vscode/create/lostCreate.ts";
import { createRunElsewhere } from "../../../../../e2e/support/sampleApp.ts";
import { type LossyProxy, openLossyProxy } from "../../../../../support/network/lossyProxy.ts";
import { connect, connectApp, type ConnectedApp } from "../../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../../support/dialogs.ts";
import { eventually } from "../../../../support/eventually.ts";
import { call } from "../../../../support/extension.ts";
import { Folder } from "../../../../support/folder.ts";

describe("a request whose response is lost", () => {
  let connected: ConnectedApp;
  let proxy: LossyProxy;
  let folder: Folder;
  let dialogs: Dialogs;

  before(async () => {
    connected = await connectApp();
    proxy = await openLossyProxy(connected.app.url);
    await connect(proxy.url, connected.app.accessKey);
    folder = await Folder.make();
    dialogs = answerDialogs();
  });

  after(async () => {
    dialogs.restore();
    await proxy[Symbol.asyncDispose]();
    await connected.close();
  });

  it("is sent again only when the person presses the button, once", async () => {
    const request = { ticket_subject: "Never arrives" };
    // More than one run may be its run: then it isn't looked for any longer. This window doesn't know them yet.
    const others = Promise.withResolvers<unknown>();
    proxy.reads = "keep";
    proxy.writes = () => {
      others.resolve(Promise.all([1, 2].map(() => createRunElsewhere(connected.app, request))));
      return "before";
    };
    const running = call("runFile", await folder.write("dropped.json", request));
    await others.promise;
    proxy.writes = "pass";
    proxy.reads = "pass";
    proxy.passKept();
    assert.equal(await running, undefined);
    const lost =
      /dropped\.json was sent, but the response was lost: .* 2 runs match: one of them may be from this request\./;
    await dialogs.note(lost);
    assert.equal(connected.app.created.length, 2);
    await dialogs.press(lost, "Run Anyway");
    await eventually(() => assert.equal(connected.app.created.length, 3));
    assert.deepEqual(connected.app.created[2]?.input, request);
  });

  it("may be looked for once more or sent again when no run was found", () => {
    const lost = { ways: [{ title: "Open File" }], sendAgain: async () => undefined };
    const titles = (kind: string, of: object): string[] =>
      waysOfLost({} as never, { session: {}, ...of } as never, { kind, runs: [{ id: "a" }] } as never).map(
        ({ title }) => title,
      );
    assert.deepEqual(titles("none", lost), ["Look Again", "Send Again", "Open File"]);
    assert.deepEqual(titles("unread", { ways: [] }), ["Look Again"]);
    assert.deepEqual(titles("possible", lost), ["Open Run", "Run Anyway", "Open File"]);
  });
});
