import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLossyProxy } from "../../support/network/lossyProxy.ts";
import { connect } from "../support/companion.ts";
import { answerElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const files = {
  "slow.json": JSON.stringify({ ticket_subject: "Takes its time" }),
  "reloaded.run.json": JSON.stringify({
    input: { ticket_subject: "The window is loaded anew" },
    saveTo: "reloaded.txt",
  }),
  "approve.run.json": JSON.stringify({
    input: { ticket_subject: "Refund", ticket_body: "Twice", amount: 620, currency: "USD" },
    saveTo: "approved.txt",
  }),
};

test("a request without a response can be canceled, and the next window finds its run and saves its output, once", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("never-twice", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
      const { explorer } = workbench;
      await using proxy = await openLossyProxy(app.url);
      await connect(workbench, app, { baseUrl: proxy.url });
      await workbench.openView("Explorer");

      // The app has the request and doesn't respond. Once that takes long, it can be canceled, and nothing is hidden.
      proxy.writes = "hold";
      await explorer.contextMenu("slow.json", "Run with This File");
      await expect.poll(() => app.created.length).toBe(1);
      await workbench.answerNotification("Starting run: slow.json", "Cancel");
      await workbench.notification("You canceled too late: the app has the request, and the run continues.").waitFor();
      await workbench.panel().getByRole("heading", { name: "Takes its time" }).waitFor();
      proxy.writes = "pass";

      const written = (name: string): Promise<string> =>
        readFile(join(workbench.workspace, name), "utf8").catch(() => "");

      await explorer.contextMenu("approve.run.json", "Run with This File in Background");
      await expect.poll(() => app.created.length).toBe(2);
      await workbench.notification(/The run “.+” was created\./).waitFor();
      proxy.writes = "hold";
      await explorer.contextMenu("reloaded.run.json", "Run with This File");
      await expect.poll(() => app.created.length).toBe(3);
      // Nobody opens the view or a run in the next window: it continues by itself.
      await workbench.openView("Explorer");
      await workbench.runCommand("View: Close All Editors");
      await workbench.reload();
      const told =
        "reloaded.run.json was being sent when the window was closed. The app received the request and started a run.";
      // It stays as long as the pointer rests on it.
      await workbench.notification(told).hover();
      await expect.poll(() => written("reloaded.txt")).not.toBe("");
      // An output of the window before is still to be saved.
      expect(await written("approved.txt")).toBe("");
      await answerElsewhere(app, app.created[1]?.run_id ?? "");
      await expect.poll(() => written("approved.txt")).not.toBe("");
      await workbench.answerNotification(told, "Open Run");
      await workbench.panel().getByRole("heading", { name: "The window is loaded anew" }).waitFor();
      expect(app.created).toHaveLength(3);
    }),
  );
});
