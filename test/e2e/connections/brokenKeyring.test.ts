import { expect, test } from "vitest";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { addConnectionCommand } from "../support/connect.ts";
import { welcome } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";

test("a keyring that saves no key is reported, and the key can be used for this session only", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("broken-keyring", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { quickInput } = workbench;
      await workbench.runCommand("Companion: Lock Keyring");
      await workbench.notification("The keyring is locked now.").waitFor();
      const add = async (): Promise<void> => {
        await workbench.runCommand(addConnectionCommand);
        await quickInput.waitForTitle("Add Connection (1/3)");
        await quickInput.enter(app.url);
        await quickInput.waitForTitle("Add Connection (2/3)");
        await quickInput.enter("Support Triage");
        await quickInput.waitForTitle("Add Connection (3/3)");
        await quickInput.enter(app.accessKey);
      };
      const question = "The access key can't be saved on this machine.";
      await workbench.openView("Dynamiq Runs");
      await add();
      await workbench.page.locator(".monaco-dialog-box", { hasText: "The keyring is locked." }).waitFor();
      await workbench.screenshot("keyring-broken");
      await workbench.answerDialog(question, "Cancel");
      await welcome(workbench).getByText("See what the runs of your Dynamiq apps did").waitFor();
      expect(app.requests.filter(({ path }) => !path.includes("page_size=1"))).toEqual([]);

      await add();
      await workbench.answerDialog(question, "Use for This Session Only");
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
      await workbench.runCommand("Dynamiq Runs: Diagnose Connection");
      await workbench.notification("responds as a Dynamiq app").waitFor();
    }),
  );
});
