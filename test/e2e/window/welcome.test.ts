import { expect, test } from "vitest";
import { createAccessKey } from "#server/http/auth.ts";
import { insist } from "../../harness/insist.ts";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { offeredIn, paletteTitle } from "../../support/palette.ts";
import { askCompanion, connect } from "../support/companion.ts";
import { addConnectionAnyway } from "../support/connect.ts";
import { group, welcome } from "../support/runsView.ts";
import { createRunElsewhere, freePort, withSampleApp } from "../support/sampleApp.ts";

/** So high that the palette's commands are all in sight. */
const size = { width: 1400, height: 3000 };

test("an empty view says why it is empty, its buttons lead to rows, and the palette offers what is possible", async () => {
  await withWorkbench("welcome", { size }, async (workbench) => {
    const { quickInput } = workbench;
    // Before its first focus a window isn't heard to lose it.
    await workbench.setFocused(true);
    await workbench.openView("Dynamiq");
    const view = welcome(workbench);
    const button = (name: string) => view.getByRole("button", { name, exact: true });

    await view.getByText("See what the runs of your Dynamiq apps did").waitFor();
    expect(await workbench.rows("Runs").count()).toBe(0);
    await expect.poll(() => offered(workbench)).toEqual(titlesIn("noConnection"));
    await button("Add Connection").click();
    await quickInput.waitForTitle("Add Connection (1/3)");
    await quickInput.cancel();

    const port = await freePort();
    const accessKey = createAccessKey();
    const address = `http://127.0.0.1:${port}`;
    await addConnectionAnyway(workbench, { name: "Support Triage", address, accessKey });
    await view.getByText("The app can't be reached at its saved address.").waitFor();
    const status = workbench.page.locator(".statusbar-item.warning-kind", { hasText: "Support Triage" });
    await status.waitFor();
    await stopPolls(workbench);
    await withSampleApp({ port, accessKey, pastRuns: 40 }, async (app) => {
      await button("Retry").click();
      await group(workbench, "Completed").waitFor();
      await status.waitFor({ state: "detached" });
      await workbench.setFocused(true);

      await addConnectionAnyway(workbench, { name: "Wrong key", address, accessKey: createAccessKey() });
      await view.getByText("The access key was rejected.").waitFor();
      expect(await workbench.rows("Runs").count()).toBe(0);
      await button("Replace Access Key").click();
      await quickInput.waitForTitle("Replace the Access Key of Wrong key");
      await workbench.page.keyboard.type(app.accessKey);
      expect(await quickInput.isPassword()).toBe(true);
      await workbench.page.keyboard.press("Enter");
      await group(workbench, "Completed").waitFor();
    });

    await withSampleApp({}, async (app) => {
      await connect(workbench, app, { name: "New app" });
      await view.getByText("This app has no runs yet.").waitFor();
      await expect.poll(() => offered(workbench)).toEqual(titlesIn("empty"));
      await stopPolls(workbench);
      await expect.poll(() => app.requests.every(({ status }) => status !== undefined)).toBe(true);
      await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
      await button("Refresh").click();
      await workbench.rows("Runs").first().waitFor();
      await workbench.setFocused(true);
    });

    await workbench.runCommand("Dynamiq: Start Sample App");
    await group(workbench, "Waiting for You").waitFor();
  });
});

/** A view that polls could be quicker than a click on its button, which goes as soon as there are runs. */
async function stopPolls(workbench: Workbench): Promise<void> {
  await workbench.setFocused(false);
  // The extension has heard of it once another one has done what it was asked to do then.
  await askCompanion(workbench, {});
}

/** The window of the tests has no chat. */
function titlesIn(viewState: string): string[] {
  return offeredIn({ "config.chat.disableAIFeatures": true, "dynamiqRuns.viewState": viewState })
    .map(paletteTitle)
    .toSorted();
}

/** The titles of our commands that the palette has now. */
async function offered({ page, quickInput }: Workbench): Promise<string[]> {
  const rows = page.locator(".quick-input-widget:visible .monaco-list-row");
  // What takes the focus closes the palette, and it is opened again.
  await insist(async (timeout) => {
    await page.keyboard.press("F1");
    await quickInput.fill(">Dynamiq: ", { timeout });
    await rows.filter({ hasText: "Dynamiq: " }).first().waitFor({ timeout });
  });
  expect(await rows.count()).toBe(Number(await rows.first().getAttribute("aria-setsize")));
  const labels = await rows.locator(".quick-input-list-label .label-name").allTextContents();
  await quickInput.cancel();
  // VS Code adds a command that focuses each view.
  return labels.filter((label) => label.startsWith("Dynamiq: ") && !/: Focus on \w+ View$/.test(label)).toSorted();
}
