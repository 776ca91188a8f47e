import { test } from "vitest";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { welcome } from "../support/runsView.ts";
import { freePort } from "../support/sampleApp.ts";
import { inAnotherWindow } from "../support/usedWorkbench.ts";

test("a window without a connection shows the one that was added in another window, once it has the focus", async () => {
  await withWorkbench("other-window", {}, async (workbench) => {
    // Before its first focus a window isn't heard to lose it.
    await workbench.setFocused(true);
    await workbench.openView("Dynamiq Runs");
    await welcome(workbench).getByText("See what the runs of your Dynamiq apps did").waitFor();
    await workbench.setFocused(false);
    const { connections } = await inAnotherWindow(workbench);
    const connection = { id: "elsewhere", name: "Elsewhere", baseUrl: `http://127.0.0.1:${await freePort()}` };
    await connections.put(connection.id, { connection, order: 1, keyed: false });
    await workbench.setFocused(true);
    await workbench.page.locator(".statusbar-item", { hasText: "Elsewhere" }).waitFor();
    await welcome(workbench).getByText("The app can't be reached at its saved address.").waitFor();
  });
});
