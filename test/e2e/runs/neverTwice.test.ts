import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLossyProxy } from "../../support/network/lossyProxy.ts";
import { connect } from "../support/companion.ts";
import { answerElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const files = {
  "lost.json": JSON.stringify({ ticket_subject: "The answer is lost" }),
  "slow.json": JSON.stringify({ ticket_subject: "Takes its time" }),
  "dropped.json": JSON.stringify({ ticket_subject: "Never arrives" }),
  "reloaded.run.json": JSON.stringify({
    input: { ticket_subject: "The window is loaded anew" },
    saveTo: "reloaded.txt",
  }),
  "approve.run.json": JSON.stringify({
    input: { ticket_subject: "Refund", ticket_body: "Twice", amount: 620, currency: "USD" },
    saveTo: "approved.txt",
  }),
};

test("a request without a response is looked for, also by the next window, and nothing is sent again without a confirmation", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("never-twice", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
      const { explorer } = workbench;
      await using proxy = await openLossyProxy(app.url);
      await connect(workbench, app, { baseUrl: proxy.url });
      await workbench.openView("Explorer");
      const subjects = () => app.created.map(({ input }) => input["ticket_subject"]);

      proxy.writes = "after";
      await explorer.contextMenu("lost.json", "Run with This File");
      await workbench
        .notification("lost.json was sent, but its response was lost. Its run was found in the list.")
        .waitFor();
      await workbench.panel().getByRole("heading", { name: "The answer is lost" }).waitFor();

      proxy.writes = "before";
      await explorer.contextMenu("dropped.json", "Run with This File");
      const dropped = /dropped\.json was sent, but its response was lost: .* No matching run was found\./;
      await workbench.notification(dropped).waitFor();
      expect(subjects()).toEqual(["The answer is lost"]);
      proxy.writes = "pass";
      await workbench.answerNotification(dropped, "Send Again");
      await workbench.panel().getByRole("heading", { name: "Never arrives" }).waitFor();
      expect(subjects()).toEqual(["The answer is lost", "Never arrives"]);

      // The app has the request and doesn't respond. Once that takes long, it can be canceled, and nothing is hidden.
      proxy.writes = "hold";
      await explorer.contextMenu("slow.json", "Run with This File");
      await expect.poll(subjects).toContain("Takes its time");
      await workbench.answerNotification("Starting run: slow.json", "Cancel");
      await workbench.notification("You canceled too late: the app has the request, and the run continues.").waitFor();
      await workbench.panel().getByRole("heading", { name: "Takes its time" }).waitFor();
      proxy.writes = "pass";

      // Nobody opens the view or a run in the next windows: they continue by themselves.
      const leave = async (): Promise<void> => {
        await workbench.openView("Explorer");
        await workbench.runCommand("View: Close All Editors");
        await workbench.reload();
      };
      const written = (name: string): Promise<string> =>
        readFile(join(workbench.workspace, name), "utf8").catch(() => "");

      await explorer.contextMenu("approve.run.json", "Run with This File in Background");
      await expect.poll(() => app.created.length).toBe(4);
      await workbench.notification(/The run “.+” was created\./).waitFor();
      proxy.writes = "hold";
      await explorer.contextMenu("reloaded.run.json", "Run with This File");
      await expect.poll(() => app.created.length).toBe(5);
      await leave();
      const told =
        "reloaded.run.json was being sent when the window was closed. The app received it and started a run.";
      await workbench.notification(told).waitFor();
      await expect.poll(() => written("reloaded.txt")).not.toBe("");
      await workbench.answerNotification(told, "Open");
      await workbench.panel().getByRole("heading", { name: "The window is loaded anew" }).waitFor();

      // An output is still to be saved, and each notification is shown once.
      await leave();
      expect(await written("approved.txt")).toBe("");
      await answerElsewhere(app, app.created[3]?.run_id ?? "");
      await expect.poll(() => written("approved.txt")).not.toBe("");
      expect(await workbench.notification("was being sent").count()).toBe(0);
      expect(app.created).toHaveLength(5);
    }),
  );
});
