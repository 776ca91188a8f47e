import { expect, test } from "vitest";
import { createAccessKey } from "../../../src/sample/http/auth.ts";
import { json, serve } from "../../integration/api/servers.ts";
import { certified, makeAuthority } from "../../support/network/certificates.ts";
import { addConnectionAnyway } from "../support/connect.ts";
import { welcome } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a failing connection can be diagnosed from its error, in a report without keys", async () => {
  await using inspected = await serve(
    (_, response) => json(response, 200, {}),
    certified("127.0.0.1", { by: makeAuthority("Example Corp Inspection") }),
  );
  await withUsedWorkbench("diagnosis", { size: { width: 1400, height: 900 } }, async (workbench) => {
    const { page } = workbench;
    const accessKey = createAccessKey();
    await workbench.openView("Dynamiq Runs");
    await addConnectionAnyway(workbench, { name: "Support Triage", address: inspected.url, accessKey });
    await welcome(workbench).getByRole("button", { name: "Diagnose Connection", exact: true }).click();
    await workbench.tab("Diagnosis of Support Triage").waitFor();
    await workbench.notification("This machine doesn't trust Example Corp Inspection").waitFor();
    const report = page.locator(".editor-instance .view-lines");
    await report.getByText("✗ Certificate").waitFor();
    await workbench.screenshot("diagnosis-certificate");
    expect(inspected.requests).toEqual([]);

    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await workbench.answerNotification("This machine doesn't trust", "Copy Report");
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toContain("signed by Example Corp Inspection, which this machine doesn't trust");
    expect(await copied()).not.toContain(accessKey);

    await withSampleApp({}, async (app) => {
      await addConnectionAnyway(workbench, { name: "Other key", address: app.url, accessKey });
      await welcome(workbench).getByText("The access key was rejected.").waitFor();
      await workbench.runCommand("Dynamiq Runs: Diagnose Connection");
      await workbench.tab("Diagnosis of Other key").waitFor();
      await workbench.screenshot("diagnosis-key");
      await workbench.answerNotification("The app rejected the access key", "Replace Access Key…");
      await workbench.quickInput.waitForTitle("Replace the Access Key of Other key");
      await workbench.quickInput.enter(app.accessKey);
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
      await workbench.runCommand("Dynamiq Runs: Diagnose Connection");
      await workbench.notification("responds as a Dynamiq app").waitFor();
      await workbench.screenshot("diagnosis-fine");
    });
  });
});
