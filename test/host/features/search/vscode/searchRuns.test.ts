import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { runPanelType } from "#host/ids.ts";
import { createRunElsewhere } from "../../../../e2e/support/sampleApp.ts";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call, hideRuns } from "../../../support/extension.ts";

describe("searching runs", () => {
  let connected: ConnectedApp;
  let runId: string;

  before(async () => {
    connected = await connectApp();
    // What is started here is followed, and has all its events at once.
    runId = await createRunElsewhere(connected.app, { ticket_subject: "A run to be found" });
  });

  after(async () => {
    await call("clearResults");
    await hideRuns();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await connected.close();
  });

  it("asks the app nothing", async () => {
    const { length } = connected.app.requests;
    await call("searchRuns", "found status:completed");
    await call("searchAgain");
    await call("showMoreMatches", { kind: "moreRuns" });
    const ours = connected.app.requests.slice(length).filter(({ path }) => path.includes("/events"));
    assert.deepEqual(ours, []);
  });

  it("loads runs with their events when the person asks for them, and only then", async () => {
    const paths = (): string[] => connected.app.requests.map(({ path }) => path);
    await call("refresh");
    await call("searchRuns", "found");
    assert.deepEqual(
      paths().filter((path) => path.includes("/events")),
      [],
    );
    await call("readMoreRuns");
    await eventually(() => {
      assert.ok(
        paths().some((path) => path.includes(`${runId}/events`)),
        paths().join("\n"),
      );
    });
    await call("stopReading");
  });

  it("opens a run at a step, as a row of the results does", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const target = { kind: "match", connectionId: connected.connectionId, runId, index: 0, sequence: 2 };
    assert.equal(await call("openSelectedRun", target), runId);
    await eventually(() => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      const panels = tabs.filter(
        ({ input }) => input instanceof vscode.TabInputCustom && input.viewType === runPanelType,
      );
      assert.deepEqual(
        panels.map(({ label }) => label),
        ["A run to be found"],
      );
    });
  });
});
