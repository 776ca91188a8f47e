import { expect, test } from "vitest";
import { violations } from "../../../support/axe.ts";
import { usePanels } from "../../../support/panels.ts";
import { knownRun } from "../../../support/panelServer.ts";
import { delta, header, runId, runState, snapshot } from "../../../support/sampleRun.ts";

const panels = usePanels();

test("it reports that it is ready, and draws the snapshot", async () => {
  const panel = await panels.open();
  expect(await panel.sent("ready")).toHaveLength(1);
  await panel.send(snapshot());
  const { page } = panel;
  expect(await page.getByRole("main", { name: "Run: Refund request over $500" }).isVisible()).toBe(true);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Refund request over $500");
  expect(await page.locator(".now").textContent()).toBe("RunningIteration 2: match_payments for 6.2 s");
  expect(await page.locator(".now code").textContent()).toBe("match_payments");
  expect(await page.getByRole("tab", { name: "Events" }).textContent()).toBe("Events23");
  expect(await page.locator("footer").textContent()).toBe("Livematch_payments started 6.2 s ago23 events");
});

test.each([
  [1400, 900],
  [400, 900],
  [700, 300],
])("a page of %i × %i begins with what the list knows of its run, and nothing of it moves", async (width, height) => {
  const panel = await panels.open({ kind: "known", width, height });
  const texts = [knownRun.title, "Completed", "order <b>in good order</b>"];
  const shown = (): Promise<{ text: string | null; place: number[] }[]> =>
    panel.page.locator("h1, .now > *").evaluateAll((all) =>
      all.map((each) => {
        const { left, top, height } = each.getBoundingClientRect();
        return { text: each.textContent, place: [left, top, height] };
      }),
    );
  // Once more, without the script.
  const { promise: script, resolve: bringScript } = Promise.withResolvers<void>();
  await panel.page.route("**/pages.js", (route) => script.then(() => route.continue()));
  await panel.page.reload({ waitUntil: "commit" });
  await expect.poll(async () => (await shown()).map(({ text }) => text)).toEqual(texts);
  const known = await shown();
  expect(await panel.sent("ready")).toEqual([]);
  bringScript();
  await expect.poll(() => panel.sent("ready")).toHaveLength(1);
  expect(await shown()).toEqual(known);
  expect(await panel.page.getByRole("button").count()).toBe(0);
  await panel.send({ type: "loading", runId, header: knownRun });
  expect(await shown()).toEqual(known);
  await panel.page.getByRole("button", { name: "More Actions…" }).waitFor();
  await panel.page.locator(".skeleton").waitFor();
  expect(await violations(panel)).toEqual([]);
  await panel.send(snapshot({ state: runState({ header: knownRun }) }));
  expect(await shown()).toEqual(known);
  expect(await panel.page.getByRole("main").count()).toBe(1);
});

test("what the list knows stays in sight when the reader's place comes before the run", async () => {
  const panel = await panels.open({ kind: "known" });
  await expect.poll(() => panel.sent("ready")).toHaveLength(1);
  await panel.send({ type: "places", places: { tab: "events", places: {} } });
  expect(await panel.page.getByRole("heading", { name: knownRun.title }).count()).toBe(1);
  await panel.send({ type: "loading", runId, header: knownRun });
  await panel.page.getByRole("tab", { name: "Events", selected: true }).waitFor();
  expect(await panel.page.getByRole("main").count()).toBe(1);
});

test("a problem takes the place of what the list knows", async () => {
  const panel = await panels.open({ kind: "known" });
  const problem = { kind: "not-found", title: "This run no longer exists", text: [], actions: [] } as const;
  await panel.send({ type: "problem", runId, problem });
  expect(await panel.page.getByRole("heading").allTextContents()).toEqual([problem.title]);
});

test("a page that is loaded again doesn't begin with what was known when it opened", async () => {
  const panel = await panels.open({ kind: "known", state: { runId } });
  expect(await panel.page.getByText("Completed").count()).toBe(0);
});

test("batches are acknowledged without animation frames, too: a hidden document gets none", async () => {
  const panel = await panels.open();
  await panel.page.evaluate(() => {
    window.requestAnimationFrame = () => 0;
  });
  await panel.post(delta({ batch: 4 }), delta({ batch: 5 }));
  await expect.poll(() => panel.sent("ack")).toEqual([{ type: "ack", batch: 5 }]);
});

test("the root element has run, status, last sequence and count after every message", async () => {
  const panel = await panels.open();
  expect(await panel.rootData()).toEqual({});
  await panel.send({ type: "loading", runId });
  expect(await panel.rootData()).toEqual({ runId });
  await panel.page.getByRole("heading", { name: runId }).waitFor();
  expect(await violations(panel)).toEqual([]);
  await panel.send(snapshot());
  expect(await panel.rootData()).toEqual({ runId, runStatus: "started", lastSequence: "23", eventCount: "23" });
  const completed = { header: header({ status: "completed", statusWord: "Completed" }) };
  await panel.send(delta({ batch: 1, totals: { eventCount: 30, lastSequence: 31 }, state: completed }));
  expect(await panel.rootData()).toEqual({ runId, runStatus: "completed", lastSequence: "31", eventCount: "30" });
});

test("tabs change by arrows, Home and End, and the choice is saved beside the extension's values", async () => {
  const { panel, page } = await panels.show([{ type: "remember", memory: { runId, connectionId: "c1" } }, snapshot()]);
  const chosen = (): Promise<string | null> => page.getByRole("tab", { selected: true }).textContent();
  await page.getByRole("tab", { name: "Story" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(chosen).toBe("Output");
  await page.keyboard.press("Home");
  await expect.poll(chosen).toBe("Story");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect.poll(chosen).toBe("Input");
  await page.keyboard.press("End");
  await expect.poll(chosen).toBe("Output");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("tab-output");
  expect(await page.getByRole("tabpanel", { name: "Output" }).isVisible()).toBe(true);
  expect(await panel.savedState()).toMatchObject({ runId, connectionId: "c1", tab: "output" });
});

test("a problem is a page with buttons, the first one primary", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const text = [{ text: "Support Triage responded with 404 for " }, { text: runId, code: true }];
  await panel.send({
    type: "problem",
    runId,
    problem: {
      kind: "not-found",
      title: "This run no longer exists",
      text,
      actions: [
        { label: "Open Run by ID…", action: "openRun" },
        { label: "Switch Connection…", action: "switchConnection" },
      ],
    },
  });
  expect(await page.getByRole("heading").textContent()).toBe("This run no longer exists");
  expect(await page.getByRole("main").locator("code").textContent()).toBe(runId);
  expect(await page.locator(".btn:not(.second)").textContent()).toBe("Open Run by ID…");
  expect(await violations(panel)).toEqual([]);
  await page.getByRole("button", { name: "Switch Connection…" }).click();
  expect(await panel.sent("action")).toEqual([{ type: "action", action: "switchConnection" }]);
});

test("a banner is above the readable content, offers to retry, and disappears again", async () => {
  const { panel, page } = await panels.show(
    snapshot({
      state: runState({
        banner: "Support Triage can't be reached.",
        live: { kind: "reconnecting", retryAt: Date.now() + 600_000, text: "getaddrinfo ENOTFOUND, attempt 4" },
      }),
    }),
  );
  expect(await page.getByRole("alert").textContent()).toContain("Support Triage can't be reached.");
  expect(await page.locator("footer").textContent()).toMatch(/^Reconnecting in \d+ sgetaddrinfo ENOTFOUND, attempt 4/);
  expect(await page.getByRole("log").isVisible()).toBe(true);
  await page.getByRole("button", { name: "Retry Now" }).click();
  expect(await panel.sent("action")).toEqual([{ type: "action", action: "retry" }]);
  await panel.send(delta({ batch: 1, state: { banner: "", live: { kind: "ended", text: "Completed" } } }));
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(await page.locator("footer").textContent()).toMatch(/^EndedCompleted/);
});

test("a foreign message changes nothing", async () => {
  const { panel, page } = await panels.show(snapshot());
  await page.evaluate(() => {
    const packed = (text: string) => ({ packed: new TextEncoder().encode(text) });
    const messages = [
      undefined,
      "text",
      { type: "problem" },
      { packed: "{}" },
      packed('{"type":"toString"}'),
      packed("{}"),
    ];
    for (const message of messages) window.postMessage(message, "*");
  });
  await panel.send(delta({ batch: 1 }));
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Refund request over $500");
});

test("the page loads before its script, and draws what was posted meanwhile at once", async () => {
  const panel = await panels.open();
  const { page } = panel;
  let load = (): void => undefined;
  const held = new Promise<void>((resolve) => (load = resolve));
  await page.route("**/pages.js", (route) => held.then(() => route.continue()));
  await page.reload();
  await panel.post(snapshot());
  const drawnFirst = page.evaluate(
    () =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (document.querySelector(".root *")) resolve(document.querySelectorAll(".story .step").length);
        });
        observer.observe(document.body, { childList: true, subtree: true });
      }),
  );
  load();
  expect(await drawnFirst).toBeGreaterThan(0);
});

test("a page whose script can't be loaded says so", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await page.route("**/pages.js", (route) => route.fulfill({ status: 404 }));
  await page.reload();
  const text = await page.getByRole("alert").textContent();
  expect(text).toMatch(
    /^The run can't be shown\. Run “Developer: Reload Webviews” to try again\. TypeError: Failed to fetch/,
  );
  await panel.forgive();
});
