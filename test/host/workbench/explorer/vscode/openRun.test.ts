import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { runPanelType } from "#host/ids.ts";
import { openRunCommand } from "#workbench/panel/vscode/runUri.ts";
import { connect, connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";

describe("opening a run", () => {
  let connected: ConnectedApp;
  let runs: { id: string; title: string }[];

  before(async () => {
    connected = await connectApp();
    runs = [];
    for (const title of ["The first of the runs", "The second of the runs"]) {
      const { id } = await connected.api.createRun({ input: { ticket_subject: title } }, { mode: "wait" });
      runs.push({ id, title });
    }
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  it("opens one tab for each run, named by its title, and reveals it again", async () => {
    const [first, second] = runs;
    assert.ok(first && second);
    // The command doesn't wait for the tab. Only after the last one is the first of both in view.
    for (const { id } of [first, second, second, first]) assert.equal(await call("openRun", id), id);
    await eventually(() => {
      assert.deepEqual(
        panels().map(({ label }) => label),
        [first.title, second.title],
      );
      assert.deepEqual(
        panels()
          .filter(({ isActive }) => isActive)
          .map(({ label }) => label),
        [first.title],
      );
    });
  });

  it("names a run as the connection's setting says, at once, and as before without a text there", async () => {
    const name = `Titled ${connected.connectionId}`;
    const settings = vscode.workspace.getConfiguration("dynamiqRuns");
    const setTitles = (value: unknown) => settings.update("runTitles", value, vscode.ConfigurationTarget.Global);
    await connect(connected.app.url, connected.app.accessKey, name);
    try {
      const input = { ticket_subject: "A run with an order", order: { number: 4711 } };
      const { id } = await connected.api.createRun({ input }, { mode: "wait" });
      await call("openRun", id);
      const titled = (title: string) =>
        eventually(() =>
          assert.deepEqual(
            panels().map(({ label }) => label),
            [title],
          ),
        );
      await titled("A run with an order");
      await setTitles({ [name]: "input.order.number" });
      await titled("4711");
      await setTitles({ [name]: "input.customer" });
      await titled("A run with an order");
    } finally {
      await setTitles(undefined);
      await call("switchConnection", connected.connectionId);
    }
  });

  it("is a preview from a row, which the next row replaces and a command keeps", async () => {
    const [first, second] = runs;
    assert.ok(first && second);
    const select = async ({ id, title }: typeof first): Promise<void> => {
      const { command, arguments: given = [] } = openRunCommand({ ...connected, runId: id }, title);
      await vscode.commands.executeCommand(command, ...given);
    };
    const shown = () => panels().map(({ label, isPreview }) => [label, isPreview]);
    for (const run of [first, second]) await select(run);
    await eventually(() => assert.deepEqual(shown(), [[second.title, true]]));
    await call("openRun", second.id);
    await eventually(() => assert.deepEqual(shown(), [[second.title, false]]));
    await select(first);
    await eventually(() =>
      assert.deepEqual(shown(), [
        [second.title, false],
        [first.title, true],
      ]),
    );
    await select(second);
    await eventually(() => assert.equal(panels().find(({ isActive }) => isActive)?.label, second.title));
    assert.equal(panels().length, 2);
  });

  it("opens nothing for an invalid id", async () => {
    for (const id of ["../files", "a b", ""]) assert.equal(await call("openRun", id), undefined);
    assert.deepEqual(panels(), []);
  });
});

/** The tabs of runs. */
function panels(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputCustom && input.viewType === runPanelType);
}
