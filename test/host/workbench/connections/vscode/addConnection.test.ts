import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { createAccessKey } from "#server/http/auth.ts";
import { startSampleApp } from "../../../../support/sample/testApp.ts";
import { connect, connectApp, type ConnectedApp, noteMade } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { listen } from "../../../support/listeningServer.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";
import { thrownBy } from "../../../support/thrown.ts";

const [host, name, key] = ["Add Connection (1/3)", "Add Connection (2/3)", "Add Connection (3/3)"];

describe("a person adds a connection", () => {
  let connected: ConnectedApp;
  let inputs: QuickInputs;
  let dialogs: Dialogs;

  before(async () => {
    connected = await connectApp({ pastRuns: 3 });
    inputs = new QuickInputs();
    dialogs = answerDialogs();
  });

  after(async () => {
    inputs.restore();
    dialogs.restore();
    await connected.close();
  });

  const total = async (): Promise<number> => (await connected.api.listRuns()).pagination.total_count;

  it("and reads what is wrong beside the text, which stays, also after Back", async () => {
    const { app } = connected;
    const adding = call<string>("addConnection");
    await inputs.refused(host, "https://my app.example.com", /This isn't a host name or URL/);
    await inputs.refused(host, "http://example.com", /http:\/\/ works only for this machine/);
    for (const pasted of [createAccessKey(), `dyn_pat_${"0".repeat(32)}`, "8f3c".repeat(16)])
      await inputs.refused(host, pasted, /^This is an? (?:personal )?access (?:key|token)\. Enter the host first\.$/);
    await inputs.enter(host, `${app.url}/v1/runs?page=1`);
    await inputs.refused(name, createAccessKey(), /This is an access key, which doesn't belong here/);
    await inputs.enter(name, "Support Triage");
    assert.equal((await inputs.box(key)).password, true);
    await inputs.back();
    assert.equal((await inputs.box(name)).value, "Support Triage");
    await inputs.back();
    assert.equal((await inputs.box(host)).value, app.url);
    await inputs.enter(host, app.url);
    await inputs.enter(name, "Support Triage");
    // The Runs view reads meanwhile, too, with the right key.
    const rejected = () => app.requests.filter(({ status }) => status === 401).map(({ method }) => method);
    const before = rejected().length;
    await inputs.refused(key, `dyn_pat_${"0".repeat(32)}`, /Apps reject personal access tokens/);
    await inputs.refused(key, createAccessKey(), /The access key was rejected/);
    // The token wasn't sent: the app would have rejected that, too.
    assert.deepEqual(rejected().slice(before), ["GET"]);
    await inputs.enter(key, app.accessKey);
    const id = await adding;
    assert.ok(id && id !== connected.connectionId);
    noteMade(id, true);
    assert.equal(await total(), 3);
  });

  it("switches, renames and removes one, once they have agreed", async () => {
    const other = await startSampleApp({ pastRuns: 5, seed: 2 });
    const otherId = await connect(other.url, other.accessKey, "The other app");
    const switchTo = async (to: string, runs: number): Promise<void> => {
      const switching = call("switchConnection");
      await inputs.choose("Switch Connection", to);
      await switching;
      assert.equal(await total(), runs);
    };
    await switchTo("Support Triage", 3);
    const renaming = call("renameConnection", otherId);
    await inputs.enter("Rename The other app", "Spare app");
    await renaming;
    await switchTo("Spare app", 5);
    for (const [choice, left] of [
      [undefined, 5],
      ["Remove", 3],
    ] as const) {
      dialogs.choice = choice;
      const removing = call("removeConnection");
      // Enter means the active one, which stands first.
      await inputs.choose("Remove which connection?", "");
      await removing;
      // Of the connections that are left, the first one is active.
      await call("switchConnection", choice ? connected.connectionId : otherId);
      assert.equal(await total(), left);
    }
    assert.deepEqual(
      dialogs.shown.map(({ question }) => question),
      ["Remove the connection “Spare app”?", "Remove the connection “Spare app”?"],
    );
    assert.equal(await call("switchConnection", otherId), undefined);
    noteMade(otherId, false);
    await other.close();
  });
});

describe("a command adds a connection", () => {
  let connected: ConnectedApp;

  before(async () => {
    connected = await connectApp({ pastRuns: 3 });
  });

  after(() => connected.close());

  it("unless a value is wrong, tells the caller why, and repeats no secret", async () => {
    for (const [argument, reason] of [
      [{ name: "A", baseUrl: "https://me:secret@example.com" }, /^baseUrl: .*password/],
      [{ name: "A", baseUrl: "https://example.com", accessKey: "dyn_pat_1" }, /personal access token/],
      [{ name: "A", baseUrl: "https://example.com", accessKey: 1 }, /^accessKey: /],
      [null, /^name: /],
    ] as const) {
      const { message } = await thrownBy(call("addConnection", argument));
      assert.match(message, reason);
      assert.doesNotMatch(message, /secret|dyn_pat_1/);
      assert.equal((await connected.api.listRuns()).pagination.total_count, 3);
    }
  });

  it("and another one switches at once, also to an app that doesn't respond", async () => {
    let asked = 0;
    const silent = await listen(() => asked++);
    try {
      const id = await connect(silent.url);
      await call("switchConnection", connected.connectionId);
      assert.equal(await call("switchConnection", id), id);
      await eventually(() => assert.ok(asked > 0, "its runs were not asked for"));
    } finally {
      await silent.close();
    }
  });
});
