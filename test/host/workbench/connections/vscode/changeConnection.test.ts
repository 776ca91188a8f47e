import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { createAccessKey } from "#server/http/auth.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { connect, removeMade, writesTo } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { activateExtension, call, hideRuns } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

/** A port that no server gets by chance. */
const nowhere = "http://127.0.0.1:9";

describe("a connection that gets another address", () => {
  let first: SampleApp;
  let other: SampleApp;
  let connectionId: string;
  let folder: Folder;

  before(async () => {
    await activateExtension();
    folder = await Folder.make();
  });

  beforeEach(async () => {
    [first, other] = await Promise.all([startSampleApp({ speed: 10, pastRuns: 0 }), startSampleApp({ pastRuns: 0 })]);
    connectionId = await connect(first.url, first.accessKey, "Moves");
  });

  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await removeMade();
    await Promise.all([first.close(), other.close()]);
  });

  after(async () => {
    await call("clearResults");
    await hideRuns();
  });

  const move = async (): Promise<void> => {
    const wanted = { baseUrl: other.url, accessKey: other.accessKey };
    assert.equal(await call("editAddress", connectionId, wanted), connectionId);
    // Its runs are read there, with the key of the new address.
    await eventually(() => assert.ok(other.requests.some(({ path }) => path.startsWith("/v1/runs?"))));
  };

  /** Checks that no request has a wrong key, and that the new app was asked for nothing of the old one. */
  const expectApart = (...ofFirst: string[]): void => {
    for (const { requests } of [first, other]) assert.ok(requests.every(({ status }) => status !== 401));
    const paths = other.requests.map(({ path }) => path);
    assert.deepEqual(
      paths.filter((path) => ofFirst.some((id) => path.includes(id))),
      [],
    );
    assert.deepEqual(writesTo(other), []);
  };

  const startRun = async (): Promise<string> => {
    const uri = await folder.write("moves.run.json", { ticket_subject: "Words of the first app" });
    const runId = await call<string>("runFileAndWait", uri);
    assert.ok(runId);
    return runId;
  };

  it("starts no more runs of a golden test that is running on the old app", async () => {
    const name = "Moves";
    const uri = await folder.write("moves.golden.json", {
      name,
      request: { input: { ticket_subject: "Golden: moves" } },
      // They take half a minute, four at a time: it moves long before that.
      repeat: { times: 100, atLeast: 100 },
      checks: [{ status: "completed" }],
    });
    const presses: Promise<unknown>[] = [];
    await eventually(() => {
      // It does nothing until the Test Explorer knows the file, and once it is running.
      if (first.created.length === 0)
        presses.push(call("runGoldenTest", { id: `${uri.toString()}#${name}`, label: name, children: [] }));
      assert.ok(first.created.length > 0);
    });
    await move();
    const ended = await Promise.all(presses);
    assert.deepEqual(
      ended.filter((kind) => kind !== undefined),
      ["errored"],
    );
    assert.ok(first.created.length < 100);
    expectApart();
  });

  it("has no results of a search in the old app", async () => {
    await startRun();
    await call("searchRuns", "words");
    assert.ok(await call("saveSearch", "Words"));
    await move();
    assert.equal(await call("saveSearch", "Words of another app"), undefined);
    expectApart();
  });

  it("leaves a batch with its app, whose runs the new one isn't asked for", async () => {
    const uri = await folder.write("moves.jsonl", '{"ticket_subject":"Line 1"}\n{"ticket_subject":"Line 2"}');
    const batch = await call<{ id: string }>("runBatch", uri, { preview: false });
    await call("showBatch", batch?.id);
    await move();
    const rows = await call<{ runId?: string }[]>("showBatch", batch?.id);
    assert.equal(rows?.length, 2);
    assert.equal(await call("retryBatch", batch?.id), undefined);
    expectApart(...first.created.map(({ run_id: id }) => id));
  });

  it("is entered by a person, checked for an app first, and gets a key of its own", async () => {
    const inputs = new QuickInputs();
    try {
      connectionId = await connect(first.url, first.accessKey, "By hand");
      const editing = call("editAddress", connectionId);
      const [address, key] = ["Edit the Address of By hand (1/2)", "Edit the Address of By hand (2/2)"];
      await other.close();
      other = await startSampleApp({ pastRuns: 5 });
      await inputs.refused(address, nowhere, /No server is listening at .*\[Save Anyway\]\(command:/);
      await inputs.enter(address, other.url);
      assert.equal((await inputs.box(key)).password, true);
      assert.deepEqual(
        other.requests.map(({ status }) => status),
        [401],
      );
      await inputs.refused(key, createAccessKey(), /The access key was rejected/);
      await inputs.enter(key, other.accessKey);
      assert.equal(await editing, connectionId);
      assert.equal((await (await activateExtension()).listRuns()).pagination.total_count, 5);
    } finally {
      inputs.restore();
    }
  });
});
