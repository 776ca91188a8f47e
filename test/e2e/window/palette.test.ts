import { expect, test } from "vitest";
import { contextKeys } from "../../../src/host/ids.ts";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { offeredIn, paletteTitle } from "../../support/palette.ts";
import { addConnection } from "../support/connect.ts";
import { welcome } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";

/** The window of the tests has no chat. */
const settings = { "config.chat.disableAIFeatures": true };

test("the palette offers the commands of the state: without a connection, and with one to an app without runs", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("palette", { size: { width: 1400, height: 3000 } }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await welcome(workbench).getByText("See what the runs of your Dynamiq apps did").waitFor();
      await expect.poll(() => offered(workbench)).toEqual(titlesIn("noConnection"));

      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
      await expect.poll(() => offered(workbench)).toEqual(titlesIn("empty"));
    }),
  );
});

function titlesIn(viewState: string): string[] {
  return offeredIn({ ...settings, [contextKeys.viewState]: viewState })
    .map(paletteTitle)
    .toSorted();
}

/** The titles of our commands that the palette has now. The window is so high that all of them are in sight. */
async function offered({ page, quickInput }: Workbench): Promise<string[]> {
  await page.keyboard.press("F1");
  await quickInput.fill(">Dynamiq Runs: ");
  const rows = page.locator(".quick-input-widget:visible .monaco-list-row");
  await rows.filter({ hasText: "Dynamiq Runs: " }).first().waitFor();
  expect(await rows.count()).toBe(Number(await rows.first().getAttribute("aria-setsize")));
  const labels = await rows.locator(".quick-input-list-label .label-name").allTextContents();
  await quickInput.cancel();
  // VS Code adds a command that focuses each view.
  return labels.filter((label) => label.startsWith("Dynamiq Runs: ") && !/: Focus on \w+ View$/.test(label)).toSorted();
}
