import { expect, test } from "vitest";
import { SentRuns } from "../../../../src/runs/create/sentRuns.ts";
import { StartedByMachines } from "../../../../src/runs/create/startedByMachines.ts";
import { StartedRuns } from "../../../../src/runs/create/startedRuns.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { openShared, storageFolder } from "../../../support/state/windows.ts";

async function open(disk: MemoryDisk) {
  const shared = await openShared(disk);
  const machines = new StartedByMachines(shared.machines);
  return { shared, machines };
}

test("runs of golden tests and agents are told apart from traffic in every window", async () => {
  const disk = new MemoryDisk();
  const { shared, machines } = await open(disk);
  const run = { request: { input: {} }, files: [], mode: "stream" as const };
  const sent = new SentRuns(shared.sent, machines);
  await sent.note("app", "t1", { ...run, test: "Refunds" });
  await sent.note("app", "p1", run);
  const started = new StartedRuns(shared.started, machines);
  started.noteAgent("app", "a1");
  started.noteAgent("app", "t1");
  started.noteFork("app", "f1", "p1");
  await shared.folder.settled();
  expect(["f1", "p1"].map((id) => started.forkOf("app", id))).toEqual(["p1", undefined]);
  for (const { machines: each } of [{ machines }, await open(disk)]) {
    const originOf = each.of("app");
    expect(["t1", "a1", "f1", "p1"].map(originOf)).toEqual(["test", "agent", "fork", undefined]);
    expect(each.of("other")("t1")).toBeUndefined();
  }
});

test("what is remembered is one small record a day, and the newest of very many runs and days", async () => {
  const disk = new MemoryDisk();
  const { machines } = await open(disk);
  const day = 24 * 3_600_000;
  for (let n = 0; n < 2_005; n++) await machines.note("app", `r${n}`, "test", day);
  for (let n = 2; n < 183; n++) await machines.note("app", `d${n}`, "test", n * day);
  const files = [...disk.texts(`${storageFolder}/state/machines`).keys()].filter((name) => name.endsWith(".json"));
  expect(files).toHaveLength(180);
  const originOf = machines.of("app");
  expect(["r2004", "d2", "d3", "d182"].map(originOf)).toEqual([undefined, undefined, "test", "test"]);
  await machines.note("app", "x", "test", 182 * day);
  expect(machines.of("app")("x")).toBe("test");
});

test("of one day, the last runs are kept", async () => {
  const { machines } = await open(new MemoryDisk());
  for (let n = 0; n < 2_005; n++) await machines.note("app", `r${n}`, "agent", 0);
  expect(["r0", "r4", "r5", "r2004"].map(machines.of("app"))).toEqual([undefined, undefined, "agent", "agent"]);
});
