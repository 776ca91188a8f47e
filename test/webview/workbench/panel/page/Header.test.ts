import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { PanelPage } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { delta, header, runId, runState, snapshot } from "../../../support/sampleRun.ts";

const panels = usePanels();
const more = { name: "More Actions…" };
const again = { name: "More ways to run again" };

async function actionsOf(panel: PanelPage): Promise<string[]> {
  return (await panel.sent("action")).map(({ action }) => action);
}

const items = (page: Page): Promise<string[]> => page.getByRole("menuitem").allTextContents();
const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);

test("cancel, running again, user and session are one click away", async () => {
  const { panel, page } = await panels.show(snapshot());
  const copies = ["Copy Run ID", "Copy Session ID"];
  for (const name of [
    "Cancel",
    "Run Again",
    "customer-7421",
    "3d3e8a1f",
    "Open Run as JSON",
    "Export Runs…",
    ...copies,
  ]) {
    await page.getByRole("button", { name, exact: true }).first().click();
  }
  expect(await actionsOf(panel)).toEqual(["cancel", "runAgain", "filterByUser", "filterBySession", "openText"]);
  expect(await panel.sent("act")).toEqual([{ type: "act", id: "export" }]);
  expect((await panel.sent("copy")).map(({ text }) => text)).toEqual([runId, header().sessionId]);
});

test("a local run has no events of an app, and leads to no conversation", async () => {
  const local = header({ canCancel: false, canRunAgain: false, local: true, sessionActs: undefined });
  const { page } = await panels.show(snapshot({ state: runState({ header: local }) }));
  expect(await page.getByRole("tab").allTextContents()).toEqual(["Story", "Timeline", "Input", "Output"]);
  await page.getByRole("tab", { name: "Timeline" }).press("ArrowRight");
  await page.getByRole("tab", { name: "Input", selected: true }).waitFor();
  for (const name of ["Cancel", "Run Again", "Open Conversation"]) {
    expect(await page.getByRole("button", { name, exact: true }).count(), name).toBe(0);
  }
});

test("a narrow header keeps tokens and cost where they are exact, traced or of a local app", async () => {
  const usage = [{ text: "150 tokens", detail: "" }];
  const seen = async (part: Partial<RunHeader>): Promise<boolean> => {
    const state = runState({ header: header({ usage, ...part }) });
    const { page } = await panels.show(snapshot({ state }), { width: 400 });
    return page.getByText("150 tokens").isVisible();
  };
  expect(await seen({ here: true })).toBe(true);
  expect(await seen({})).toBe(false);
});

test("the place of a failure in the header opens the code", async () => {
  const frame = { id: "7", frame: 2 };
  const sentence = [{ text: "app.py:3", frame }, { text: ": " }, { text: "KeyError: 0" }];
  const failed = header({ status: "failed", statusWord: "Failed", sentence });
  const { panel, page } = await panels.show(snapshot({ state: runState({ header: failed }) }));
  await page.locator("header.head").getByRole("button", { name: "app.py:3" }).click();
  expect(await panel.sent("openFrame")).toEqual([{ type: "openFrame", ...frame }]);
});

test("a local run of which nothing comes says so, and its icon stands still", async () => {
  const local = (heardAt: number) =>
    header({ local: true, status: "started", statusWord: "Running", sentence: [{ text: "Iteration 2" }], heardAt });
  const { panel, page } = await panels.show(snapshot({ state: runState({ header: local(Date.now()) }) }));
  const head = page.locator("header.head");
  await head.getByText("Iteration 2").waitFor();
  expect(await head.getByText("no news").count()).toBe(0);
  expect(await head.locator(".codicon-loading").count()).toBe(1);
  await panel.send(delta({ batch: 1, state: { header: local(Date.now() - 185_000) } }));
  await head.getByText("no update for 3 min · Iteration 2").waitFor();
  expect(await head.locator(".codicon-loading").count()).toBe(0);
  await panel.send(delta({ batch: 2, state: { header: local(Date.now()) } }));
  await head.locator(".codicon-loading").waitFor();
  expect(await head.getByText("no news").count()).toBe(0);
});

test("the other ways to run again are in a menu, and the conversation is one click away", async () => {
  const { panel, page } = await panels.show(snapshot());
  await page.getByRole("button", again).click();
  expect(await items(page)).toEqual(["Run Again with Edits", "Run Again in the Same Session…"]);
  await page.getByRole("menuitem").first().click();
  expect(await page.getByRole("menu").count()).toBe(0);
  await page.getByRole("button", { name: "Open Conversation" }).click();
  expect(await actionsOf(panel)).toEqual(["runAgainWithEdits"]);
  expect(await panel.sent("act")).toEqual([{ type: "act", id: "openConversation" }]);
});

test("impossible actions are absent: a run from a file is read-only", async () => {
  const exported = header({
    canCancel: false,
    canRunAgain: false,
    connected: false,
    acts: undefined,
    sessionActs: undefined,
    asOf: "2026-06-10T09:16:00Z",
  });
  const { page } = await panels.show(snapshot({ state: runState({ header: exported }) }));
  for (const name of ["Cancel", "Run Again", "customer-7421", "3d3e8a1f", "Export Runs…"]) {
    expect(await page.getByRole("button", { name, exact: true }).count()).toBe(0);
  }
  expect(await page.getByText("customer-7421").first().isVisible()).toBe(true);
});

test("More Actions… opens the menu of VS Code for the run, below the button", async () => {
  const { page } = await panels.show(snapshot());
  await page.evaluate(() => {
    document.addEventListener("contextmenu", ({ target, clientX, clientY }) => {
      const run = target instanceof Element && target.closest("header")?.getAttribute("data-vscode-context");
      document.title = JSON.stringify([run, clientX, clientY]);
    });
  });
  const button = page.getByRole("button", more);
  const { x, y, height } = (await button.boundingBox())!;
  await button.press("Enter");
  expect(JSON.parse(await page.title())).toEqual([header().menu, x, y + height]);
});

test("a narrow panel has user, session and the header's buttons in the menu", async () => {
  const { page } = await panels.show(snapshot({ state: runState({ header: header({ production: true }) }) }), {
    width: 400,
  });
  for (const name of ["Cancel", "Run Again", "More ways to run again", "customer-7421"]) {
    expect(await page.getByRole("button", { name, exact: true }).count(), name).toBe(0);
  }
  expect(await page.getByText("production").isVisible()).toBe(true);
  const { x, width } = (await page.getByRole("button", more).boundingBox())!;
  expect(x >= 0 && x + width <= 400).toBe(true);
  // As long as there is room, they stay.
  await page.setViewportSize({ width: 510, height: 900 });
  for (const name of ["Cancel", "Run Again"])
    expect(await page.getByRole("button", { name, exact: true }).isVisible(), name).toBe(true);
});

test("a narrow panel has the session, which its tab's menu doesn't copy", async () => {
  const { panel, page } = await panels.show(snapshot(), { width: 400 });
  await page.getByRole("button", { name: "Copy Session ID" }).click();
  expect((await panel.sent("copy")).map(({ text }) => text)).toEqual([header().sessionId]);
});

test("keys move in the menu, and the focus returns", async () => {
  const { panel, page } = await panels.show(snapshot());
  const button = page.getByRole("button", again);
  const [first, last] = ["Run Again with Edits", "Run Again in the Same Session…"];
  await button.focus();
  await page.keyboard.press("ArrowDown");
  expect(await button.getAttribute("aria-expanded")).toBe("true");
  expect(await focused(page)).toBe(first);
  for (const [key, at] of [
    ["ArrowUp", last],
    ["ArrowDown", first],
    ["r", last],
    ["r", first],
    ["End", last],
    ["Home", first],
  ] as const) {
    await page.keyboard.press(key);
    expect(await focused(page), key).toBe(at);
  }
  await page.keyboard.press("Escape");
  expect(await page.getByRole("menu").count()).toBe(0);
  expect(await focused(page)).toBe("More ways to run again");
  expect(await button.getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("ArrowUp");
  expect(await focused(page)).toBe(last);
  await page.keyboard.press("Enter");
  expect(await actionsOf(panel)).toEqual(["runAgainInSameSession"]);
  expect(await focused(page)).toBe("More ways to run again");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.getByRole("menu").count()).toBe(0);
  expect(await focused(page)).toBe("More Actions…");
});

test("the header names the connection as it is now, and production is visible at each width, with any name", async () => {
  const named = (connectionName: string) => header({ connectionName, production: true });
  const { panel, page } = await panels.show(snapshot(), { theme: "dark" });
  const app = page.locator(".meta .app");
  expect(await app.textContent()).toBe("Support Triage");
  await panel.send(delta({ batch: 1, state: { header: named("A long name ".repeat(20)) } }));
  const [word, name] = [page.locator(".prod"), page.locator(".meta .app .val")];
  for (const width of [1400, 700, 400, 300]) {
    await page.setViewportSize({ width, height: 900 });
    const { x, width: wide } = (await word.boundingBox())!;
    expect([x >= 0, x + wide <= width, await name.isVisible()], `${width} px`).toEqual([true, true, width > 560]);
    expect(await word.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  }
  await page.setViewportSize({ width: 1400, height: 900 });
  const color = (of: Locator) => of.evaluate((element) => getComputedStyle(element).color);
  expect(await color(word)).not.toBe(await color(name));
  await panel.send(delta({ batch: 2, state: { header: named("Triage") } }));
  expect(await app.textContent()).toBe("Triageproduction");
  expect(await app.getByTitle("This connection is marked as production").isVisible()).toBe(true);
  await panel.send(delta({ batch: 3, state: { header: header({ connectionName: "Triage" }) } }));
  expect(await app.textContent()).toBe("Triage");
});

test.each([
  ["2026-06-10T09:15:21Z", "under 1 s"],
  ["2026-06-10T09:15:21.169Z", "169 ms"],
  ["2026-06-10T09:22:40Z", "7:19"],
])("a run that ended at %s took %s", async (endedAt, took) => {
  const ended = header({ status: "completed", statusWord: "Completed", startedAt: "2026-06-10T09:15:21Z", endedAt });
  const { page } = await panels.show(snapshot({ state: runState({ header: ended }) }));
  expect(await page.locator(".meta .num .val").first().innerText()).toBe(took);
});
