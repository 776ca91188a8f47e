import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

describe("a copied MCP configuration", () => {
  let connected: ConnectedApp;
  let dialogs: Dialogs;
  let inputs: QuickInputs;

  before(async () => {
    connected = await connectApp();
    dialogs = answerDialogs();
    inputs = new QuickInputs();
  });

  after(async () => {
    dialogs.restore();
    inputs.restore();
    await connected.close();
  });

  const copy = async (client: string, file: string): Promise<void> => {
    const copying = call<string>("copyMcpConfiguration", connected.connectionId);
    await inputs.choose("Copy MCP Configuration", client);
    const text = (await copying) ?? "";
    assert.ok(text.includes(connected.app.url) && !text.includes(connected.app.accessKey), text);
    assert.equal(await vscode.env.clipboard.readText(), text);
    await dialogs.press(`The MCP configuration for ${file} is copied`, "Try It");
  };

  it("can be tried: the server starts, and a client without its key is told why not", async () => {
    await copy("Chat in VS Code", ".vscode/mcp.json");
    // VS Code takes the path of the person's shell, where Node may be an old one: then that is the answer.
    await dialogs.note(/with 10 tools: listConnections|needs Node 22\.19 or newer\. This is Node/);
    await copy("Claude Code, Copilot", ".mcp.json");
    await dialogs.note("DYNAMIQ_ACCESS_KEY isn't set in VS Code's environment");
    assert.deepEqual(writesTo(connected.app), []);
  });
});
