import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a copied MCP configuration can be tried: the server starts, and a client without its key is told why not", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("copy-mcp", { size: { width: 1300, height: 700 } }, async (workbench) => {
      const { page, quickInput } = workbench;
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const copy = async (client: string): Promise<void> => {
        await workbench.runCommand("Dynamiq Runs: Copy MCP Configuration");
        await quickInput.waitForTitle("Copy MCP Configuration");
        await quickInput.pick("Support Triage");
        await page.getByText("Its agent sessions don't get this server.").waitFor();
        await workbench.screenshot("copy-mcp-clients");
        await quickInput.pick(client);
      };
      await copy("Chat in VS Code");
      await workbench.answerNotification("The MCP configuration for .vscode/mcp.json is copied", "Try It");
      // VS Code takes the path of the person's shell, where Node may be an old one: then that is the answer.
      await workbench
        .notification(/with 10 tools: listConnections|needs Node 22\.19 or newer\. This is Node/)
        .waitFor();
      await workbench.screenshot("copy-mcp-tried");
      await workbench.runCommand("Notifications: Clear All Notifications");
      await copy("Claude Code, Copilot");
      await workbench.answerNotification("The MCP configuration for .mcp.json is copied", "Try It");
      await workbench.notification("DYNAMIQ_ACCESS_KEY isn't set in the environment of this window").waitFor();
      expect(app.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    }),
  );
});
