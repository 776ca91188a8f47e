import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { LostPosts } from "#features/localRuns/core/lostPosts.ts";
import { LostRow } from "#features/localRuns/vscode/lostRow.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { openRows, type WindowOfRows, words } from "../../../support/rowsOfWindow.ts";

describe("posts that were lost", () => {
  let app: SampleApp;
  let window: WindowOfRows;

  before(async () => {
    app = await startSampleApp({ speed: 200, pastRuns: 1 });
    window = await openRows();
  });

  after(async () => {
    window.close();
    await app.close();
  });

  it("are a row above all others with their number, until a person has looked", async () => {
    await window.connect(app, "Own");
    const lost = new LostPosts();
    const row = new LostRow({ connection: { id: window.connections.active!.id }, runs: { lost } });
    window.tree.offerNotice(row);
    lost.add("key", "The access key is missing or wrong.");
    lost.add("unsaved", "The disk is full.");
    await eventually(async () =>
      assert.match(words(await window.rows())[0] ?? "", /^2 lost traces another key, not saved/),
    );
    const [first] = await window.rows();
    assert.equal(first?.command?.command, "dynamiqRuns.showTracingSetup");
    lost.see();
    await eventually(async () => assert.doesNotMatch(words(await window.rows()).join(), /lost trace/));
    row.dispose();
  });

  it("are no row of another connection", async () => {
    const lost = new LostPosts();
    const row = new LostRow({ connection: { id: "another" }, runs: { lost } });
    lost.add("key", "The access key is missing or wrong.");
    assert.equal(row.rowFor(window.connections.active!.id), undefined);
    assert.ok(row.rowFor("another"));
    row.dispose();
  });
});
