import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../harness/paths.ts";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { fakeWorker } from "../../support/localApps/localApp.ts";

const program = `from dynamiq import Workflow

workflow = Workflow(id="support")
`;
const approval = {
  id: "6f9d1c3a-6b54-4f0e-8d3c-7a1b2c3d4e5f",
  prompt: "Pay 620 USD?",
  params: { amount: 620 },
  editable_params: ["amount"],
};

/** A program that stands for Python: it runs the fake worker with the last argument. */
async function fakePython(folder: string): Promise<string> {
  const path = join(folder, "python");
  await writeFile(path, `#!/bin/sh\nexec "${process.execPath}" "${fakeWorker}" "$2"\n`);
  await chmod(path, 0o755);
  return path;
}

test("a workflow is served from its lens, run, answered, and its problem is in the editor after a save", async () => {
  const folder = await temporaryFolder();
  const python = await fakePython(folder.path);
  const files = {
    "support.py": program,
    "app.json": JSON.stringify({ steps: [{ event: {} }, { ask: approval }], output: "Paid" }),
  };
  const settings = { "dynamiqRuns.python": python, "editor.codeLens": true };
  const size = { width: 1400, height: 900 };
  try {
    await withWorkbench("local-apps", { files, settings, size }, async (workbench) => {
      const { page, workspace } = workbench;
      await workbench.runCommand("Dynamiq: Serve Workflow…");
      await workbench.answerDialog("Serve support.py:workflow?", "Serve");
      await workbench.openView("Explorer");
      await (await workbench.explorer.reveal("support.py")).dblclick();
      const lens = (name: string) => page.locator(".codelens-decoration a", { hasText: name });
      await lens("ready").waitFor();
      await lens("Run…").click();
      await workbench.quickInput.waitForTitle("Run support.py");
      await workbench.quickInput.enter("Where is my refund?");
      await workbench.panel().getByText("Pay 620 USD?").first().waitFor();
      await workbench.panel().getByRole("button", { name: "Approve" }).click();
      await workbench.panel().getByText("Paid").first().waitFor();
      await writeFile(join(workspace, "app.json"), JSON.stringify({ load: "error", more: "than before" }));
      await workbench.tab("support.py").first().click();
      await lens("1 problem").waitFor();
      await workbench.runCommand("Problems: Focus on Problems View");
      await page.locator(".markers-panel").getByText("KeyError: 'CRM_KEY'").waitFor();
      await lens("Stop").click();
      await lens("Serve").waitFor();
      expect(await lens("Stop").count()).toBe(0);
    });
  } finally {
    await folder.remove();
  }
});

test("three clicks lead from a clone to the first answer", async () => {
  const folder = await temporaryFolder();
  const python = await fakePython(folder.path);
  const schema = {
    properties: { question: { type: "string" }, level: { enum: ["low", "high"] }, files: { type: "list[files]" } },
    required: ["question", "level"],
  };
  const files = {
    // Its workflow is far below what is in view first.
    "support.py": `${"# A long file\n".repeat(60)}${program}`,
    "app.json": JSON.stringify({ schema, echoes: true }),
  };
  const settings = { "dynamiqRuns.python": python, "editor.codeLens": true };
  try {
    await withWorkbench("three-clicks", { files, settings, size: { width: 1400, height: 900 } }, async (workbench) => {
      const { page } = workbench;
      const lens = (name: string) => page.locator(".codelens-decoration a", { hasText: name });
      const answer = workbench.panel().getByText("high").first();
      await workbench.openView("Explorer");
      await (await workbench.explorer.reveal("support.py")).click();
      await lens("Run workflow…").click();
      await workbench.answerDialog("Serve support.py:workflow?", "Serve and Run…");
      await workbench.quickInput.waitForTitle("Run support.py (1/2)");
      await workbench.quickInput.enter("Where is my refund?");
      await workbench.quickInput.waitForTitle("Run support.py (2/2)");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await answer.waitFor();
    });
  } finally {
    await folder.remove();
  }
});

test("a run file in a clone serves the workflow of its name, also after it was stopped, and the keyboard alone is enough", async () => {
  const folder = await temporaryFolder();
  const python = await fakePython(folder.path);
  const files = {
    "support.py": program,
    "refund.py": program,
    "app.json": JSON.stringify({ echoes: true }),
    "support.run.json": JSON.stringify({ input: { input: "From a file" } }),
  };
  const settings = { "dynamiqRuns.python": python };
  try {
    await withWorkbench("run-file", { files, settings, size: { width: 1400, height: 900 } }, async (workbench) => {
      const { page } = workbench;
      const answer = (text: string) => workbench.panel().getByText(text).first();
      await workbench.openView("Explorer");
      await workbench.explorer.contextMenu("support.run.json", "Run with This File");
      await workbench.answerDialog("Serve support.py:workflow?", "Serve and Run");
      await answer("From a file").waitFor();
      await workbench.runCommand("Dynamiq: Stop Local App…");
      await workbench.explorer.contextMenu("support.run.json", "Run with This File");
      await page.locator(".tab", { hasText: "From a file" }).nth(1).waitFor();
      // A panel that is just opening takes the focus, and with it an open quick input.
      await answer("From a file").waitFor();

      await workbench.runCommand("Dynamiq: Run Workflow…");
      await workbench.quickInput.waitForTitle("Run Workflow");
      await page.keyboard.type("refund");
      await page.keyboard.press("Enter");
      await page.locator(".monaco-dialog-box", { hasText: "Serve refund.py:workflow?" }).waitFor();
      await page.keyboard.press("Enter");
      await workbench.quickInput.waitForTitle("Run refund.py");
      await page.keyboard.type("By keys");
      await page.keyboard.press("Enter");
      await answer("By keys").waitFor();
    });
  } finally {
    await folder.remove();
  }
});
