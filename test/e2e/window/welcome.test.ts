import { expect, test } from "vitest";
import { createAccessKey } from "../../../src/sample/http/auth.ts";
import { addConnection, addConnectionAnyway, saveAnyway } from "../support/connect.ts";
import { group, welcome } from "../support/runsView.ts";
import { createRunElsewhere, freePort, withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("an empty view says why it is empty, and its buttons lead to rows", async () => {
  await withUsedWorkbench("welcome", { size: { width: 1400, height: 900 } }, async (workbench) => {
    const { quickInput } = workbench;
    await workbench.openView("Dynamiq Runs");
    const view = welcome(workbench);
    const button = (name: string) => view.getByRole("button", { name, exact: true });

    await view.getByText("See what the runs of your Dynamiq apps did").waitFor();
    expect(await workbench.rows("Runs").count()).toBe(0);
    await button("Start Sample App").waitFor();
    await workbench.screenshot("welcome-no-connection");
    await button("Add Connection").click();
    await quickInput.waitForTitle("Add Connection (1/3)");
    await quickInput.cancel();

    const port = await freePort();
    const accessKey = createAccessKey();
    const address = `http://127.0.0.1:${port}`;
    await addConnectionAnyway(workbench, { name: "Support Triage", address, accessKey });
    await view.getByText("The app can't be reached at the address above.").waitFor();
    await workbench
      .view("Runs")
      .getByText(`127.0.0.1:${port}: can't be reached`)
      .first()
      .waitFor({ state: "attached" });
    const status = workbench.page.locator(".statusbar-item.warning-kind", { hasText: "Support Triage" });
    await status.waitFor();
    await inThemes(workbench, "welcome-unreachable");
    await withSampleApp({ port, accessKey, pastRuns: 40 }, async (app) => {
      await button("Retry").click();
      await group(workbench, "Completed").waitFor();
      expect(await view.isVisible()).toBe(false);
      await status.waitFor({ state: "detached" });

      await addConnectionAnyway(workbench, { name: "Wrong key", address, accessKey: createAccessKey() });
      await view.getByText("The access key was rejected.").waitFor();
      expect(await workbench.rows("Runs").count()).toBe(0);
      await workbench.screenshot("welcome-wrong-key");
      await button("Replace Access Key").click();
      await quickInput.waitForTitle("Replace the Access Key of Wrong key");
      expect(await quickInput.isPassword()).toBe(true);
      await quickInput.enter(app.accessKey);
      await group(workbench, "Completed").waitFor();
    });

    // The app has ended: another address is entered, which is checked first for a Dynamiq app, and its own key.
    await workbench.runCommand("Dynamiq Runs: Edit Address…");
    await quickInput.waitForTitle("Edit the Address of Wrong key (1/2)");
    await quickInput.enter(`http://127.0.0.1:${await freePort()}`);
    await quickInput.message.filter({ hasText: "No server is listening at" }).waitFor();
    await saveAnyway(workbench).waitFor();
    await inThemes(workbench, "edit-address-unreachable");
    await withSampleApp({ pastRuns: 5 }, async (app) => {
      await quickInput.enter(app.url);
      await quickInput.waitForTitle("Edit the Address of Wrong key (2/2)");
      expect(app.requests.map(({ status }) => status)).toEqual([401]);
      await quickInput.enter(createAccessKey());
      await quickInput.message.filter({ hasText: "The access key was rejected" }).waitFor();
      await inThemes(workbench, "edit-address-key");
      await quickInput.enter(app.accessKey);
      await workbench.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      await group(workbench, "Completed").waitFor();
    });

    await withSampleApp({}, async (app) => {
      await addConnection(workbench, { name: "New app", address: app.url, accessKey: app.accessKey });
      await view.getByText("This app has no runs yet.").waitFor();
      await workbench.screenshot("welcome-no-run");
      await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
      await button("Refresh").click();
      await workbench.rows("Runs").first().waitFor();
    });
  });
});
