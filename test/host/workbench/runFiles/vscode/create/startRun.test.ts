import assert from "node:assert/strict";
import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type LossyProxy, openLossyProxy } from "../../../../../support/network/lossyProxy.ts";
import { connect, connectApp, type ConnectedApp } from "../../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../../support/dialogs.ts";
import { eventually } from "../../../../support/eventually.ts";
import { call } from "../../../../support/extension.ts";
import { Folder } from "../../../../support/folder.ts";

describe("a run that the app refuses for now", () => {
  let connected: ConnectedApp;
  let proxy: LossyProxy;
  let folder: Folder;
  let connectionId: string;
  let dialogs: Dialogs;

  before(async () => {
    connected = await connectApp();
    proxy = await openLossyProxy(connected.app.url);
    connectionId = await connect(proxy.url, connected.app.accessKey);
    folder = await Folder.make();
    dialogs = answerDialogs();
  });

  after(async () => {
    dialogs.restore();
    await proxy[Symbol.asyncDispose]();
    await connected.close();
  });

  it("is sent once more by each Retry, and not by itself", async () => {
    const { created } = connected.app;
    const refused = "Slow down. The app asks you to wait 5 seconds.";
    const [first, second] = [{ ticket_subject: "Comes back later" }, { ticket_subject: "Comes after it" }];
    let isBusy = true;
    let sent = 0;
    proxy.writes = () => {
      sent++;
      return isBusy ? "refuse" : "pass";
    };
    assert.equal(await call("runFile", await folder.write("busy.json", first)), undefined);
    await dialogs.press(refused, "Retry");
    await dialogs.note(refused);
    isBusy = false;
    await dialogs.press(refused, "Retry");
    await eventually(() => assert.equal(created.length, 1));
    // Whatever was sent too often has arrived before this one ends.
    await call("runFileAndWait", await folder.write("after.json", second));
    assert.deepEqual(
      created.map(({ input }) => input),
      [first, second],
    );
    // That a run of a test before has ended in the background may be told seconds later.
    const left = dialogs.notes.filter(({ message }) => message.includes(refused));
    assert.deepEqual([sent, left], [4, []]);
  });

  it("asks again for a file that became a link, and for another address of the connection", async () => {
    const { created } = connected.app;
    const before = created.length;
    const refused = "Slow down. The app asks you to wait 5 seconds.";
    const note = await folder.write("note.txt", "hello");
    const key = join(await Folder.makeOutside(), "id_rsa");
    await writeFile(key, "PRIVATE");
    proxy.writes = "refuse";
    const file = await folder.write("note.json", { ticket_subject: "With a note" });
    assert.equal(await call("runFile", file, [file, note]), undefined);
    await rm(note.fsPath);
    await symlink(key, note.fsPath);
    proxy.writes = "pass";
    const { shown } = dialogs;
    shown.length = 0;
    await dialogs.press(refused, "Retry");
    await eventually(() => assert.match(shown[0]?.question ?? "", /A file or the address has changed/));
    assert.ok(shown[0]?.detail.includes(`a link to ${key}`), shown[0]?.detail);

    proxy.writes = "refuse";
    const plain = await folder.write("plain.json", { ticket_subject: "Without one" });
    assert.equal(await call("runFile", plain), undefined);
    const { url, accessKey } = connected.app;
    await call("editAddress", connectionId, { baseUrl: url, accessKey });
    shown.length = 0;
    await dialogs.press(refused, "Retry");
    await eventually(() => assert.ok(shown[0]?.detail.includes(new URL(url).host)));
    assert.equal(created.length, before);
  });
});
