import { expect, test } from "vitest";
import { createAccessKey } from "../../src/sample/http/auth.ts";
import { withWorkbench } from "../harness/workbench.ts";
import { addConnection, addConnectionAnyway } from "./support/connect.ts";
import { group, welcome } from "./support/runsView.ts";
import { createRunElsewhere, freePort, withSampleApp } from "./support/sampleApp.ts";

test("an empty view says why it is empty, and its buttons lead to rows", async () => {
  await withWorkbench("welcome", { size: { width: 1400, height: 900 } }, async (workbench) => {
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
    await view.getByText("The app cannot be reached.").waitFor();
    await workbench.screenshot("welcome-unreachable");
    await withSampleApp({ port, accessKey, pastRuns: 40 }, async (app) => {
      await button("Retry").click();
      await group(workbench, "Completed").waitFor();
      expect(await view.isVisible()).toBe(false);

      await addConnectionAnyway(workbench, { name: "Wrong key", address, accessKey: createAccessKey() });
      await view.getByText("The access key was refused.").waitFor();
      expect(await workbench.rows("Runs").count()).toBe(0);
      await workbench.screenshot("welcome-wrong-key");
      await button("Replace Access Key").click();
      await quickInput.waitForTitle("Replace the Access Key of Wrong key");
      expect(await quickInput.isPassword()).toBe(true);
      await quickInput.enter(app.accessKey);
      await group(workbench, "Completed").waitFor();
    });

    await withSampleApp({}, async (app) => {
      await addConnection(workbench, { name: "New app", address: app.url, accessKey: app.accessKey });
      await view.getByText("This app has no run yet.").waitFor();
      await workbench.screenshot("welcome-no-run");
      await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
      await button("Refresh").click();
      await workbench.rows("Runs").first().waitFor();
    });
  });
});
