import { expect, test } from "vitest";
import { createAccessKey } from "../../../src/sample/http/auth.ts";
import type { SampleApp } from "../../../src/sample/server.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection, addConnectionCommand, stepButton } from "../support/connect.ts";
import { group, runRows, welcome } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a person adds two connections, sees each mistake explained, switches between them, renames and removes them", async () => {
  await withSampleApp({ pastRuns: 40 }, (app) =>
    withSampleApp({}, (other) =>
      withUsedWorkbench("connections", {}, async (workbench) => {
        await addWithMistakes(workbench, app);
        await changeSecondConnection(workbench, other);
      }),
    ),
  );
});

/** No typed text is lost, whatever was wrong with it. */
async function addWithMistakes(workbench: Workbench, app: SampleApp): Promise<void> {
  const { quickInput, page } = workbench;
  await workbench.openView("Dynamiq Runs");
  await workbench.runCommand(addConnectionCommand);
  await quickInput.waitForTitle("Add Connection (1/3)");

  await quickInput.enter("https://my app.example.com");
  await quickInput.message.filter({ hasText: "This is not a host name or URL" }).waitFor();
  expect(await typed(workbench)).toBe("https://my app.example.com");
  await quickInput.enter("http://example.com");
  await quickInput.message.filter({ hasText: "http:// works only for this machine" }).waitFor();
  expect(await typed(workbench)).toBe("http://example.com");
  for (const key of [createAccessKey(), `dyn_pat_${"0".repeat(32)}`, "8f3c".repeat(16)]) {
    const what = key.startsWith("dyn_pat_") ? "a personal access token" : "an access key";
    await quickInput.fill(key);
    await quickInput.message.filter({ hasText: `This is ${what}. Enter the host first.` }).waitFor();
    expect(await quickInput.isPassword()).toBe(true);
    await page.keyboard.press("Enter");
    await quickInput.message.filter({ hasText: `This is ${what}. Enter the host first.` }).waitFor();
    expect(await quickInput.message.textContent()).not.toContain("Save Anyway");
  }
  await quickInput.fill(`${app.url}/v1/runs?page=1`);
  await quickInput.message.filter({ hasText: `Press Enter to use ${app.url}.` }).waitFor();
  await page.keyboard.press("Enter");

  await quickInput.waitForTitle("Add Connection (2/3)");
  expect(await quickInput.isPassword()).toBe(false);
  await quickInput.fill(createAccessKey());
  await quickInput.message.filter({ hasText: "This is an access key, which doesn't belong here." }).waitFor();
  expect(await quickInput.isPassword()).toBe(true);
  await quickInput.enter("Support Triage");
  await quickInput.waitForTitle("Add Connection (3/3)");
  expect(await quickInput.isPassword()).toBe(true);
  await stepButton(workbench, "Back").click();
  await quickInput.waitForTitle("Add Connection (2/3)");
  expect(await typed(workbench)).toBe("Support Triage");
  await stepButton(workbench, "Back").click();
  await quickInput.waitForTitle("Add Connection (1/3)");
  expect(await typed(workbench)).toBe(app.url);
  await page.keyboard.press("Enter");
  await quickInput.waitForTitle("Add Connection (2/3)");
  await page.keyboard.press("Enter");
  await quickInput.waitForTitle("Add Connection (3/3)");

  const asked = app.requests.length;
  await quickInput.enter(`dyn_pat_${"0".repeat(32)}`);
  await quickInput.message.filter({ hasText: "Apps reject personal access tokens" }).waitFor();
  expect(app.requests).toHaveLength(asked);
  const wrong = createAccessKey();
  await quickInput.enter(wrong);
  await quickInput.message.filter({ hasText: "The access key was rejected" }).waitFor();
  await workbench.screenshot("add-connection-wrong-key");
  expect(app.requests.at(-1)).toMatchObject({ method: "GET", status: 401 });
  expect(await typed(workbench)).toBe(wrong);
  await quickInput.enter(app.accessKey);
  await group(workbench, "Completed").waitFor();
  await workbench.view("Runs").getByText("Support Triage").first().waitFor({ state: "attached" });
}

async function changeSecondConnection(workbench: Workbench, other: SampleApp): Promise<void> {
  const { quickInput, page } = workbench;
  const question = /Remove the connection “Spare app”/;
  await createRunElsewhere(other, { ticket_subject: "Only of the other app" });
  await addConnection(workbench, { name: "Other app", address: other.url, accessKey: other.accessKey });
  await runRows(workbench, "Only of the other app").or(group(workbench, "Completed")).first().waitFor();

  await workbench.runCommand("Dynamiq Runs: Switch Connection…");
  await quickInput.pick("Support Triage");
  await group(workbench, "Canceled").waitFor();
  await workbench.runCommand("Dynamiq Runs: Rename Connection…");
  await quickInput.pick("Other app");
  await quickInput.waitForTitle("Rename Other app");
  await quickInput.enter("Spare app");
  await workbench.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  await workbench.runCommand("Dynamiq Runs: Switch Connection…");
  await quickInput.pick("Spare app");
  await group(workbench, "Canceled").waitFor({ state: "detached" });

  await workbench.runCommand("Dynamiq Runs: Remove Connection…");
  await quickInput.pick("Spare app");
  await workbench.answerDialog(question, "Cancel");
  await workbench.runCommand("Dynamiq Runs: Remove Connection…");
  // Enter means the active one, which was added last and stands first.
  await quickInput.waitForTitle("Remove which connection?");
  await quickInput.row("Spare app").and(page.locator(".focused")).waitFor();
  await page.keyboard.press("Enter");
  await workbench.answerDialog(question, "Remove");
  await group(workbench, "Canceled").waitFor();

  await workbench.runCommand("Dynamiq Runs: Remove Connection…");
  await quickInput.pick("Support Triage");
  await workbench.answerDialog(/Remove the connection “Support Triage”/, "Remove");
  await welcome(workbench).getByRole("button", { name: "Add Connection" }).waitFor();
  expect(await workbench.rows("Runs").count()).toBe(0);
}

async function typed(workbench: Workbench): Promise<string> {
  return await workbench.page.locator(".quick-input-widget:visible .quick-input-box input").inputValue();
}
