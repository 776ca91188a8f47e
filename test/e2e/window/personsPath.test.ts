import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { sampleAppKey } from "../../harness/sharedServers.ts";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { closeGroup, group, openGroup } from "../support/runsView.ts";

/** The path that a newcomer takes, from an empty view to a run of their own. */
test("a person starts the sample app, runs a file with an attachment and watches it to its end", async () => {
  const settings = { "workbench.colorTheme": "Dark Modern" };
  await withWorkbench("persons-path", { settings, size: { width: 1400, height: 900 } }, async (workbench) => {
    await workbench.openView("Dynamiq Runs");
    await workbench.view("Runs").getByRole("button", { name: "Start Sample App" }).click();
    await group(workbench, "Waiting for You").waitFor();
    await workbench.screenshot("explorer");

    await workbench.openView("Explorer");
    await workbench.explorer.select("refund.run.json", "receipt.png");
    await workbench.explorer.contextMenu("refund.run.json", "Run with This File");
    const panel = workbench.panel();
    const root = panel.locator("html");
    await panel.getByRole("heading", { name: "Ticket 48213: charged twice", level: 1 }).waitFor();

    const counting = countsUntilCompleted(root);
    await expect.poll(async () => Number(await root.getAttribute("data-event-count"))).toBeGreaterThanOrEqual(30);
    await workbench.screenshot("run-live");
    const counts = await counting;
    // A busy machine draws fewer of them.
    expect(counts.length).toBeGreaterThan(4);
    expect(await root.getAttribute("data-run-status")).toBe("completed");
    await panel.getByText("Completed").first().waitFor();

    await workbench.openView("Dynamiq Runs");
    await closeGroup(workbench, "Failed");
    await openGroup(workbench, "Completed");
    await workbench.rows("Runs").filter({ hasText: "Refund request over…" }).first().waitFor();
    const runId = await root.getAttribute("data-run-id");
    const names = await workbench.rows("Runs").allTextContents();
    const newest = names[names.findIndex((name) => name.startsWith("Completed")) + 1];
    expect(newest).toContain("Ticket 48213…");
    await workbench.screenshot("run-completed");
    await panel.getByRole("tab", { name: /Events/ }).click();
    await panel.locator("[data-sequence]").first().waitFor();
    await workbench.screenshot("run-events");
    await panel.getByRole("tab", { name: "Timeline" }).click();
    await panel.getByRole("row", { name: /^Iteration 1, / }).waitFor();
    await workbench.screenshot("run-timeline");

    const created = await createdRuns(await portOf(workbench));
    const request = JSON.parse(await readFile(join(workbench.workspace, "refund.run.json"), "utf8")) as {
      input: unknown;
    };
    const receipt = await readFile(join(workbench.workspace, "receipt.png"));
    expect(created).toHaveLength(1);
    expect(created[0]).toMatchObject({ run_id: runId, mode: "stream", input: request.input });
    expect(created[0]?.files).toEqual([
      expect.objectContaining({
        name: "receipt.png",
        size: receipt.length,
        sha256: createHash("sha256").update(receipt).digest("hex"),
      }),
    ]);
    await panel.getByRole("tab", { name: "Input" }).click();
    await panel.getByRole("list", { name: "Attachments" }).getByRole("button", { name: "receipt.png" }).click();
    await workbench.tab("receipt.png").waitFor();
  });
});

test("after `npm start` a right-click on a file is enough, even as the first thing that a person does", async () => {
  const env = { DYNAMIQ_RUNS_SAMPLE: "1", DYNAMIQ_RUNS_SAMPLE_SPEED: "20" };
  await withWorkbench("first-thing", { env }, async (workbench) => {
    await workbench.explorer.contextMenu("ticket.json", "Run with This File");
    await workbench.panel().locator("html[data-run-status=completed]").waitFor();
    await workbench.openView("Dynamiq Runs");
    await group(workbench, "Waiting for You").waitFor();
  });
});

/** The different numbers of events that the panel shows until the run has ended: many, when they arrive one by one. */
function countsUntilCompleted(root: Locator): Promise<number[]> {
  return root.evaluate(
    (html) =>
      new Promise((resolve) => {
        const counts = new Set<number>();
        const look = (): void => {
          counts.add(Number(html.dataset["eventCount"]));
          if (html.dataset["runStatus"] !== "completed") return;
          observer.disconnect();
          resolve([...counts]);
        };
        const observer = new MutationObserver(look);
        observer.observe(html, { attributes: true });
        look();
      }),
  );
}

interface CreatedRun {
  run_id: string;
  files: { name: string; size: number; sha256: string }[];
}

/** What the sample app says that it was asked to create. */
async function createdRuns(port: string): Promise<CreatedRun[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/_sample/created`, {
    headers: { authorization: `Bearer ${sampleAppKey}` },
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { data: CreatedRun[] }).data;
}

/** The port of the sample app that the window started, as the status bar tells it. */
async function portOf({ page }: Workbench): Promise<string> {
  const status = page.locator(".statusbar").getByRole("button", { name: /^Sample App \(127\.0\.0\.1:\d+\)/ });
  const port = /127\.0\.0\.1:(\d+)/.exec((await status.getAttribute("aria-label")) ?? "")?.[1];
  if (!port) throw new Error("The status bar doesn't tell the address of the sample app.");
  return port;
}
