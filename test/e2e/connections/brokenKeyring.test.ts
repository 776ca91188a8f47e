import { expect, test } from "vitest";
import { typeConnection } from "../support/connect.ts";
import { welcome } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a keyring that saves no key is reported, and the key can be used for this session only", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("broken-keyring", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { quickInput } = workbench;
      await workbench.runCommand("Companion: Lock Keyring");
      await workbench.notification("The keyring is locked now.").waitFor();
      const add = () =>
        typeConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const question = "The access key can't be saved on this machine.";
      await add();
      await workbench.answerDialog(question, "Cancel");
      await welcome(workbench).getByText("See what the runs of your Dynamiq apps did").waitFor();
      await add();
      await workbench.answerDialog(question, "Use for This Session Only");
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
      await workbench.runCommand("Dynamiq Runs: Diagnose Connection");
      await workbench.notification("responds as a Dynamiq app").waitFor();

      // The session's key is gone with the window, and no request goes without it.
      const sent = app.requests.length;
      await workbench.reload();
      await workbench.openView("Dynamiq Runs");
      await welcome(workbench).getByText("doesn't have the access key of this connection here").waitFor();
      await workbench.view("Runs").getByText("the access key isn't stored here").first().waitFor({ state: "attached" });
      expect(app.requests.slice(sent).filter(({ status }) => status === 401)).toEqual([]);
      await welcome(workbench).getByRole("button", { name: "Replace Access Key", exact: true }).click();
      await quickInput.waitForTitle("Replace the Access Key of Support Triage");
      await quickInput.enter(app.accessKey);
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
    }),
  );
});
