import { expect, test } from "vitest";
import { contextKeys } from "../../../src/host/ids.ts";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { offeredIn, paletteTitle } from "../../support/palette.ts";
import { addConnection } from "../support/connect.ts";
import { expectAbsent } from "../support/expectAbsent.ts";
import { welcome } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";

/** It would make another connection. */
const notRun = ["startSampleApp"];
/** The window of the tests has no chat. */
const settings = { "config.chat.disableAIFeatures": true };

test("no command in the palette ends with an error: without a connection, and with one to an app without runs", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("palette", { size: { width: 1400, height: 900 } }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await welcome(workbench).getByText("See what the runs of your Dynamiq apps did").waitFor();
      const without = offeredIn({ ...settings, [contextKeys.viewState]: "noConnection" });
      await runAll(workbench, without);
      await expectAbsent(workbench, ["refresh", "showWaiting", "cancelRun"]);

      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
      const offered = offeredIn({ ...settings, [contextKeys.viewState]: "empty" });
      await runAll(
        workbench,
        offered.filter((command) => !without.includes(command)),
      );
      await expectAbsent(workbench, [
        "continueBatch",
        "approveRequest",
        "attachUpload",
        "deleteView",
        "compareWithSelected",
      ]);
    }),
  );
});

/** Runs each as a person does and cancels its questions; then checks all messages. */
async function runAll(workbench: Workbench, commands: readonly string[]): Promise<void> {
  const { page } = workbench;
  for (const command of commands.filter((each) => !notRun.includes(each))) {
    await workbench.runCommand(paletteTitle(command));
    await page.waitForTimeout(500);
    for (let left = 3; left > 0; left--) await page.keyboard.press("Escape");
  }
  await workbench.runCommand("Notifications: Show Notifications");
  const center = page.locator(".notifications-center");
  await center.waitFor();
  await workbench.screenshot("palette-messages");
  expect(await center.locator(".codicon-error").count()).toBe(0);
  await workbench.runCommand("Notifications: Clear All Notifications");
}
