import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { addConnection } from "../e2e/support/connect.ts";
import { openGroup } from "../e2e/support/runsView.ts";
import { temporaryFolder } from "../harness/paths.ts";
import { ensureServer } from "../harness/vscode/installServer.ts";
import { Workbench } from "../harness/vscode/workbench.ts";
import { writeProbe } from "../harness/vscode/writeProbe.ts";
import { median, report } from "./figures.ts";

/**
 * Measures the panel in real VS Code: how soon 100,000 events are drawn that come at once, beside bare messages between
 * the same ends, and how soon a stored run can be read.
 */
const count = 100_000;
const rounds = 5;

await ensureServer();
const folder = await temporaryFolder();
const app = fork(new URL("servers/longRunServer.ts", import.meta.url));
const [port] = (await once(app, "message")) as [number];
const probe = await writeProbe(folder.path, "bench/probes/transportProbe", {
  activationEvents: [],
  contributes: { commands: [{ command: "transportProbe.run", title: "Measure Bare Messages" }] },
});
const transportFile = join(folder.path, "transport.txt");
const workbench = await Workbench.open({ others: [probe], env: { DYNAMIQ_RUNS_TRANSPORT: transportFile } });
try {
  await workbench.openView("Dynamiq Runs");
  await workbench.setFocused(true);
  const address = `http://127.0.0.1:${port}`;
  await addConnection(workbench, { name: "Long runs", address, accessKey: "dynamiq_acc_bench" });
  await openGroup(workbench, "Completed");
  await measureFlood();
  await measureClick();
} finally {
  await workbench.close();
  app.kill();
  await folder.remove();
}

async function measureFlood(): Promise<void> {
  const [bare, shown]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareMessages());
    shown.push(await stream(`burst-${count}-${round}`));
  }
  const baseline = "bare postMessage of batches of 256";
  report({
    name: "panel: 100,000 events shown",
    value: median(shown),
    unit: "ms",
    ratio: median(shown) / median(bare),
    baseline,
    target: { atMost: 1.7 },
  });
}

async function bareMessages(): Promise<number> {
  await rm(transportFile, { force: true });
  await workbench.runCommand("Measure Bare Messages");
  for (;;) {
    await delay(200);
    const text = await readFile(transportFile, "utf8").catch(() => "");
    if (text !== "") return Number(text);
  }
}

/** Milliseconds from the first byte on the socket until the last event is drawn. */
async function stream(run: string): Promise<number> {
  await workbench.runCommand("Dynamiq Runs: Open Run…");
  await workbench.quickInput.waitForTitle("Open Run");
  await workbench.quickInput.enter(run);
  const panel = workbench.panel();
  await panel.getByRole("tab", { name: /^Events/ }).click();
  await panel.locator(".ev-row").first().waitFor();
  const sent = once(app, "message") as Promise<[number]>;
  app.send("go");
  const drawn = await panel.locator(":root").evaluate(async (_, last) => {
    for (;;) {
      await new Promise(requestAnimationFrame);
      const row = [...document.querySelectorAll(".ev-row")].at(-1);
      if (Number(row?.getAttribute("data-last") ?? row?.getAttribute("data-sequence")) === last)
        return performance.timeOrigin + performance.now();
    }
  }, count);
  await workbench.runCommand("View: Close All Editors");
  return drawn - (await sent)[0];
}

async function measureClick(): Promise<void> {
  const [few, many]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    few.push(await clickToReadable("stored-100"));
    many.push(await clickToReadable("stored-100000"));
  }
  report({
    name: "panel: click to readable, a stored run of 100,000 events",
    value: median(many),
    unit: "ms",
    ratio: median(many) / median(few),
    baseline: "one of 100",
    target: { atMost: 1.5 },
  });
}

/** Milliseconds from the click on a run in the explorer until the first line of its story can be read. */
async function clickToReadable(run: string): Promise<number> {
  const row = workbench.view("Runs").locator(`.monaco-list-row[aria-label*="Run ${run}."]`);
  await row.waitFor();
  const start = performance.now();
  await row.click();
  await workbench.panel().locator(".story .step").first().waitFor();
  const time = performance.now() - start;
  await workbench.runCommand("View: Close All Editors");
  return time;
}
