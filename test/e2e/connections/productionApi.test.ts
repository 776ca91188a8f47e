import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../harness/paths.ts";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { withSampleApp } from "../support/sampleApp.ts";

const question = /Run on Support Triage\? It is marked as production\.\s*Another extension wants to create a run\./;

test("another extension gets an error when the person declines its run on production, and the run when they agree", async () => {
  const caller = await temporaryFolder();
  try {
    await writeCaller(caller.path);
    await withSampleApp({}, (app) =>
      withWorkbench("production-api", { others: [caller.path] }, async (workbench) => {
        await workbench.openView("Dynamiq Runs");
        await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
        await workbench.runCommand("Caller: Mark");
        await workbench.quickInput.waitForTitle("Switch Connection");
        await workbench.quickInput.pick("Support Triage");
        await workbench.page.locator(".statusbar-item", { hasText: "Support Triage, production" }).waitFor();

        await workbench.runCommand("Caller: Create");
        await workbench.answerDialog(question, "Cancel");
        await workbench
          .notification(
            /^aborted: .*declined to run on Support Triage, which is marked as production\. Nothing was sent\./,
          )
          .waitFor();
        expect(app.created).toEqual([]);

        await workbench.runCommand("Caller: Create");
        await workbench.answerDialog(question, "Run");
        await workbench.notification(/^status: created/).waitFor();
        expect(app.created).toHaveLength(1);
      }),
    );
  } finally {
    await caller.remove();
  }
});

/** An extension that uses ours and shows its results. */
async function writeCaller(folder: string): Promise<void> {
  const commands = ["mark", "create"].map((name) => ({
    command: `caller.${name}`,
    title: `Caller: ${name[0]?.toUpperCase()}${name.slice(1)}`,
  }));
  const manifest = {
    name: "caller",
    publisher: "test",
    version: "1.0.0",
    main: "./main.cjs",
    contributes: { commands },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, engines: { vscode: "^1.105.0" } }));
  await writeFile(join(folder, "main.cjs"), callerCode);
}

const callerCode = `
const { commands, extensions, window } = require("vscode");
exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    commands.registerCommand("caller.mark", async () => {
      const id = await commands.executeCommand("dynamiqRuns.switchConnection");
      await commands.executeCommand("dynamiqRuns.markProduction", id, "ask");
    }),
    commands.registerCommand("caller.create", async () => {
      const api = await extensions.getExtension("dynamiq-community.dynamiq-runs").activate();
      api.createRun({ input: { ticket_subject: "From outside" } }, { mode: "background" }).then(
        (run) => window.showInformationMessage("status: " + run.status),
        (error) => window.showErrorMessage(error.kind + ": " + error.message),
      );
    }),
  );
};
`;
