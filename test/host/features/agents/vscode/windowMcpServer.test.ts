import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { windowTools } from "../../../../support/agentTools/everyTool.ts";
import { type ConnectedApp, connectApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";

const prefix = "mcp_dynamiq_runs_";

// VS Code's own MCP client talks to the server in the extension host, over HTTP on loopback.
describe("the MCP server of a window", () => {
  let connected: ConnectedApp;
  let dialogs: Dialogs;

  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("dynamiqRuns");
  const offered = (): string[] => vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  const start = (): Thenable<unknown> =>
    vscode.commands.executeCommand("workbench.mcp.startServer", "*", { waitForLiveTools: true });

  const invoke = async (name: string, input: object): Promise<string> => {
    const { content } = await vscode.lm.invokeTool(`${prefix}${name}`, { input, toolInvocationToken: undefined });
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
  };

  before(async () => {
    connected = await connectApp({ pastRuns: 20 });
    dialogs = answerDialogs();
  });

  after(async () => {
    dialogs.restore();
    await settings().update("mcp.enabled", undefined, vscode.ConfigurationTarget.Global);
    await connected.close();
  });

  it("doesn't exist unless the person wants it", async () => {
    await start();
    assert.deepEqual(offered(), []);
  });

  it("offers the same tools", async () => {
    await settings().update("mcp.enabled", true, vscode.ConfigurationTarget.Global);
    await eventually(async () => {
      await start();
      assert.deepEqual(offered().toSorted(), windowTools.map(({ name }) => `${prefix}${name}`).toSorted());
    });
    assert.match(await invoke("listRuns", { limit: 2 }), /Shown: 2 of 20 matching runs on Host test/);
  });

  it("asks before an effect, whatever its client has asked", async () => {
    const { id } = await connected.api.createRun({ input: { ask: "feedback" } }, { mode: "background" });
    const before = writesTo(connected.app).length;
    const writes = (): string[] => writesTo(connected.app).slice(before);
    assert.match(await invoke("cancelRun", { runId: id }), /Nobody confirmed the call/);
    assert.deepEqual(writes(), []);
    dialogs.choice = "Cancel Run";
    assert.match(await invoke("cancelRun", { runId: id }), /is canceled/);
    assert.deepEqual(writes(), [`POST /v1/runs/${id}/cancel`]);
    // Connections of the tests before have the same name, so this one may have a number.
    const questions = dialogs.shown.map(({ question }) => question.replace(/ \d+\?$/, "?"));
    assert.deepEqual(questions, ["Cancel a run on Host test?", "Cancel a run on Host test?"]);
  });
});
