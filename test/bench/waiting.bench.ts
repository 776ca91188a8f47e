import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { addConnection } from "../e2e/support/connect.ts";
import { badge } from "../e2e/support/waiting.ts";
import { ensureServer } from "../harness/vscode/installServer.ts";
import { Workbench } from "../harness/vscode/workbench.ts";
import { median, report } from "./figures.ts";
import { type AskingServer, startAskingServer } from "./servers/askingServer.ts";

/**
 * Tells how long it takes from the event with which a watched run asks for an approval to the badge that the person
 * sees, over so many requests. The baseline hears the same events and reads the run once; it draws nothing.
 */
const rounds = 100;
const second = 1_000;

await ensureServer();
const app = await startAskingServer();
const workbench = await Workbench.open();
try {
  await workbench.openView("Dynamiq Runs");
  await addConnection(workbench, { name: "Asks", address: app.url, accessKey: "dynamiq_acc_bench" });
  await workbench.runCommand("Dynamiq Runs: Open Run…");
  await workbench.quickInput.waitForTitle("Open Run");
  await workbench.quickInput.enter(app.runId);
  await until(() => app.listeners === 1);
  const plain = listen(app);
  await until(() => app.listeners === 2);
  await recordBadge(workbench.page);

  const seen: number[] = [];
  const heard: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const asked = app.ask();
    await badge(workbench).getByText("1", { exact: true }).waitFor();
    seen.push((await badgeShownAt(workbench.page)) - asked);
    heard.push(plain.at - asked);
    app.answer();
    await badge(workbench).waitFor({ state: "hidden" });
    // What the panel still draws of the answer is not a part of the next round.
    await delay(200);
  }
  plain.stop();
  const baseline = "hearing the event and reading the run, nothing drawn";
  const half = median(seen);
  report({
    name: "waiting: event to badge, half of them",
    value: half,
    unit: "ms",
    ratio: half / Math.max(1, median(heard)),
    baseline,
  });
  const limits = "150 ms of it gather what comes together before the run is read again";
  const ninetyFifth = seen.toSorted((a, b) => a - b)[Math.ceil(rounds * 0.95) - 1] ?? Number.NaN;
  report({
    name: "waiting: event to badge, 95 of 100",
    value: ninetyFifth,
    unit: "ms",
    target: { atMost: second },
    limits,
  });
  report({
    name: "waiting: event to badge, the longest",
    value: Math.max(...seen),
    unit: "ms",
    target: { atMost: second },
  });
} finally {
  await workbench.close();
  await app.close();
}

/** Notes in the page when the badge of the view's icon begins to show a number: no round trip is measured. */
async function recordBadge(page: Page): Promise<void> {
  await page.evaluate(() => {
    const bar = document.querySelector(".activitybar");
    if (!bar) throw new Error("There is no activity bar.");
    const texts = () =>
      [...bar.querySelectorAll(".badge")]
        .map((each) => ((each as HTMLElement).style.display === "none" ? "" : each.textContent))
        .join();
    let last = texts();
    new MutationObserver(() => {
      const now = texts();
      if (now !== last && now.includes("1")) document.body.dataset["badgeAt"] = String(Date.now());
      last = now;
    }).observe(bar, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

async function badgeShownAt(page: Page): Promise<number> {
  return Number(await page.evaluate(() => document.body.dataset["badgeAt"]));
}

/** Hears the events as simply as can be, and reads the run after each. `at`: when it had last read it. */
function listen({ url, runId }: AskingServer): { at: number; stop: () => void } {
  const heard = { at: Number.NaN, stop: () => void outgoing.destroy() };
  const outgoing = request(`${url}/v1/runs/${runId}/stream`, (response) => {
    response.setEncoding("utf8");
    response.on("error", () => undefined);
    response.on("data", (text: string) => {
      if (!text.includes("approval_request.created")) return;
      void fetch(`${url}/v1/runs/${runId}`)
        .then((answer) => answer.json())
        .then(() => (heard.at = Date.now()));
    });
  });
  outgoing.on("error", () => undefined);
  outgoing.end();
  return heard;
}

async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await delay(20);
}
