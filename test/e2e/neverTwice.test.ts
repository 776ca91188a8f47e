import { expect, test } from "vitest";
import { withWorkbench } from "../harness/workbench.ts";
import { openLossyProxy } from "../support/lossyProxy.ts";
import { addConnection } from "./support/connect.ts";
import { withSampleApp } from "./support/sampleApp.ts";

const files = {
  "lost.json": JSON.stringify({ ticket_subject: "The answer is lost" }),
  "dropped.json": JSON.stringify({ ticket_subject: "Never arrives" }),
  "reloaded.json": JSON.stringify({ ticket_subject: "The window is loaded anew" }),
};

test("a request whose answer never came is looked for, also by the next window, and nothing is sent again unasked", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("never-twice", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
      const { explorer } = workbench;
      await using proxy = await openLossyProxy(app.url);
      await addConnection(workbench, { name: "Support Triage", address: proxy.url, accessKey: app.accessKey });
      await workbench.openView("Explorer");
      const subjects = () => app.created.map(({ input }) => input["ticket_subject"]);

      proxy.writes = "after";
      await explorer.contextMenu("lost.json", "Run with This File");
      await workbench.notification("lost.json arrived, only its response was lost.").waitFor();
      await workbench.panel().getByRole("heading", { name: "The answer is lost" }).waitFor();
      await workbench.screenshot("never-twice-found");

      proxy.writes = "before";
      await explorer.contextMenu("dropped.json", "Run with This File");
      const dropped = /dropped\.json was sent, but its response was lost: .* No matching run was found\./;
      await workbench.notification(dropped).waitFor();
      await workbench.screenshot("never-twice-none");
      expect(subjects()).toEqual(["The answer is lost"]);
      proxy.writes = "pass";
      await workbench.answerNotification(dropped, "Send Again");
      await workbench.panel().getByRole("heading", { name: "Never arrives" }).waitFor();
      expect(subjects()).toEqual(["The answer is lost", "Never arrives"]);

      proxy.writes = "hold";
      await explorer.contextMenu("reloaded.json", "Run with This File");
      await expect.poll(() => app.created.length).toBe(3);
      await workbench.reload();
      await workbench.openView("Dynamiq Runs");
      const told = "reloaded.json was being sent when the window was closed. It arrived: its run is in the list.";
      await workbench.notification(told).waitFor();
      await workbench.screenshot("never-twice-reloaded");
      await workbench.answerNotification(told, "Open");
      await workbench.panel().getByRole("heading", { name: "The window is loaded anew" }).waitFor();
      // It is told once.
      await workbench.reload();
      await workbench.openView("Dynamiq Runs");
      await workbench.rows("Runs").first().waitFor();
      expect(await workbench.notification("was being sent").count()).toBe(0);
      expect(app.created).toHaveLength(3);
    }),
  );
});
