import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import { openGate, type TcpGate } from "../../harness/tcpGate.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { aged, closeGroup, filterLine, group, groupCount, openGroup, runRows, shot } from "../support/runsView.ts";
import { answerElsewhere, countRuns, createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const approval = { ticket_subject: "Refund from elsewhere", amount: 620, currency: "USD" };
const seconds = 1_000;
const wide = { width: 1400, height: 900 };

test("changes by others appear without a refresh, also after an outage, and the reader's rows stay in place", async () => {
  await withSampleApp({ pastRuns: 60 }, async (app) => {
    await using gate = await openGate(app.url);
    await withUsedWorkbench("explorer-live", { size: wide }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: gate.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      await outage(workbench, app, gate);
      await openGroup(workbench, "Completed");
      const waiting = await groupCount(workbench, "Waiting for You");
      const id = await createRunElsewhere(app, approval, { user_id: "customer-1" });
      await expect.poll(() => groupCount(workbench, "Waiting for You"), { timeout: 40 * seconds }).toBe(waiting + 1);
      await runRows(workbench, "Issuing a $620 refund").waitFor();
      await shot(workbench, "explorer-live");

      const picked = workbench
        .rows("Runs")
        .filter({ has: workbench.page.locator(".codicon-pass-filled") })
        .nth(3);
      const name = (await picked.getAttribute("aria-label")) ?? "";
      // By its name without its age, which grows: the rows may move between the look and the click.
      const title = name.slice(name.indexOf(": ") + 2);
      const stays = workbench.page.locator(`.sidebar .monaco-list-row[aria-label$=": ${title}"]`);
      await stays.click();
      await expect.poll(() => stays.getAttribute("aria-selected")).toBe("true");
      await stays.hover();
      await workbench.page.mouse.wheel(0, 150);
      const top = async () => (await stays.boundingBox())?.y;
      await expect.poll(top).toBeDefined();
      const [before, requests] = [await top(), app.requests.length];
      const completed = await groupCount(workbench, "Completed");
      await answerElsewhere(app, id);
      await expect.poll(() => groupCount(workbench, "Completed"), { timeout: 40 * seconds }).toBe(completed + 1);
      await expect.poll(() => app.requests.length, { timeout: 60 * seconds }).toBeGreaterThan(requests + 3);
      expect(await stays.getAttribute("aria-selected")).toBe("true");
      expect(await group(workbench, "Completed").getAttribute("aria-expanded")).toBe("true");
      expect(await top()).toBe(before);
      await workbench.page.mouse.wheel(0, -10_000);
      await expect.poll(() => groupCount(workbench, "Waiting for You")).toBe(waiting);
    });
  });
});

/** An app that can't be reached is one row. Known runs stay, and are updated later without a refresh. */
async function outage(workbench: Workbench, app: SampleApp, gate: TcpGate): Promise<void> {
  const known = await groupCount(workbench, "Completed");
  // The rows move down under the pointer, and the hover of one would cover the group.
  await workbench.page.mouse.move(900, 450);
  await gate.cut();
  const failure = runRows(workbench, "Can't be reached");
  await failure.filter({ hasText: /Can't be reached\s*\d\d:\d\d/ }).waitFor({ timeout: 60 * seconds });
  expect(await failure.count()).toBe(1);
  expect(await groupCount(workbench, "Completed")).toBe(known);
  await shot(workbench, "explorer-outage");
  await closeGroup(workbench, "Completed");
  expect(await group(workbench, "Completed").getAttribute("aria-expanded")).toBe("false");
  expect(await workbench.notification(/./).count()).toBe(0);
  await createRunElsewhere(app, { ticket_subject: "Meanwhile" });
  await gate.mend();
  await failure.waitFor({ state: "detached", timeout: 90 * seconds });
  await expect.poll(() => groupCount(workbench, "Completed"), { timeout: 20 * seconds }).toBe(known + 1);
  await shot(workbench, "explorer-outage-over");
}

test("the runs can be grouped, sorted and filtered, and saved views are beside them", async () => {
  await withSampleApp({ pastRuns: 60 }, (app) =>
    withUsedWorkbench("explorer-arranged", { size: wide }, async (workbench) => {
      const { quickInput } = workbench;
      await createRunElsewhere(
        app,
        { ticket_subject: "Mine" },
        { user_id: "customer-7", session_id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" },
      );
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await group(workbench, "Completed").waitFor();
      for (const [name, status] of [
        ["Completed", "completed"],
        ["Failed", "failed"],
        ["Canceled", "canceled"],
      ] as const) {
        await expect.poll(() => groupCount(workbench, name)).toBe(await countRuns(app, { status }));
      }
      const arrange = async (command: "Group By…" | "Sort By…", choice: string) => {
        await workbench.choose(`Dynamiq Runs: ${command}`, command.replace("…", ""), choice);
      };
      await arrange("Group By…", "User");
      await openGroup(workbench, "customer-7421");
      const users = await countRuns(app, { user_id: "customer-7421" });
      await expect.poll(() => groupCount(workbench, "customer-7421")).toBe(users);
      await shot(workbench, "explorer-user");
      await arrange("Group By…", "Session");
      await openGroup(workbench, "Mine");
      await expect
        .poll(() => group(workbench, "Mine").locator(".label-description").textContent())
        .toBe("1 · 3d3e8a1f");
      await shot(workbench, "explorer-session");
      await arrange("Group By…", "Day");
      await group(workbench, "Today").waitFor();
      // Waiting runs are above all groups.
      expect(await workbench.rows("Runs").first().getAttribute("aria-label")).toMatch(/^Waiting for You/);
      const days = workbench
        .rows("Runs")
        .and(workbench.page.locator('[aria-level="1"]'))
        .filter({ hasNotText: "Waiting for You" });
      const first = async () => (await days.first().getAttribute("aria-label")) ?? "";
      expect(await first()).toMatch(/^Not Started|^Today/);
      const place = async () => {
        const [at, of] = await Promise.all(
          ["aria-posinset", "aria-setsize"].map((name) => runRows(workbench, aged("Mine")).getAttribute(name)),
        );
        return { at, isLast: at === of };
      };
      expect(await place()).toMatchObject({ at: "1" });
      await shot(workbench, "explorer-day");
      await arrange("Sort By…", "Oldest first");
      await expect.poll(first).not.toMatch(/^Not Started|^Today/);
      await shot(workbench, "explorer-oldest");
      await arrange("Sort By…", "Longest first");
      await expect.poll(place).toMatchObject({ isLast: true });
      await shot(workbench, "explorer-longest");
      await arrange("Group By…", "Status");
      await arrange("Sort By…", "Newest first");

      await workbench.runCommand("Dynamiq Runs: Filter Runs…");
      await quickInput.pick("Status");
      await quickInput.waitForTitle("Filter by Status");
      await quickInput.pick("Failed");
      await filterLine(workbench).filter({ hasText: "Filter: status:failed" }).waitFor();
      await quickInput.cancel();
      const failed = await countRuns(app, { status: "failed" });
      await expect.poll(() => groupCount(workbench, "Failed")).toBe(failed);
      await group(workbench, "Completed").waitFor({ state: "detached" });
      await shot(workbench, "explorer-filter");
      await workbench.runCommand("Dynamiq Runs: Save Filter as View…");
      await quickInput.waitForTitle("Save as View");
      await quickInput.enter("What failed");
      await group(workbench, "What failed").waitFor();
      await workbench.runCommand("Dynamiq Runs: Clear Filter");
      await group(workbench, "Completed").waitFor();
      await group(workbench, "Failed").click();
      await expect.poll(() => groupCount(workbench, "What failed")).toBe(failed);
      await openGroup(workbench, "What failed");
      await expect.poll(async () => await iconsOf(workbench)).toContain("error");
      await shot(workbench, "explorer-view");
    }),
  );
});

async function iconsOf(workbench: Workbench): Promise<string[]> {
  return await workbench
    .rows("Runs")
    .locator(".custom-view-tree-node-item-icon")
    .evaluateAll((icons) => icons.map((icon) => /codicon-([\w-]+)/.exec(icon.className)?.[1] ?? ""));
}
