import { expect, test } from "vitest";
import { StartedByMachines, type StartedOnDay } from "#runs/create/startedByMachines.ts";
import { StartedRuns } from "#runs/create/startedRuns.ts";
import { MemoryEntities } from "#storage/memoryEntities.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { openShared } from "../../../support/state/windows.ts";

async function open(disk: MemoryDisk) {
  const shared = await openShared(disk);
  const machines = new StartedByMachines(shared.machines);
  return { shared, machines };
}

test("runs of golden tests and agents are told apart from traffic in every window", async () => {
  const disk = new MemoryDisk();
  const { shared, machines } = await open(disk);
  const run = { request: { input: {} }, files: [], mode: "stream" as const };
  const started = new StartedRuns(shared.started, machines);
  await started.noteSent("app", "t1", { ...run, test: "Refunds" });
  await started.noteSent("app", "p1", run);
  started.note("app", "a1", { byAgent: true });
  started.note("app", "t1", { byAgent: true });
  started.note("app", "f1", { forkOf: "p1" });
  await shared.folder.settled();
  expect(["f1", "p1"].map((id) => started.of("app", id)?.forkOf)).toEqual(["p1", undefined]);
  for (const { machines: each } of [{ machines }, await open(disk)]) {
    const originOf = each.of("app");
    expect(["t1", "a1", "f1", "p1"].map(originOf)).toEqual(["test", "agent", "fork", undefined]);
    expect(each.of("other")("t1")).toBeUndefined();
  }
});

test("the ids of a day are read once, however many runs are asked about one by one", async () => {
  let reads = 0;
  const day = {
    connectionId: "app",
    day: "2026-11-30",
    fork: [],
    agent: [],
    get test() {
      reads += 1;
      return ["t1"];
    },
  };
  const kept = new MemoryEntities<StartedOnDay>();
  await kept.put("app today", day);
  const machines = new StartedByMachines(kept);
  expect(["t1", "t1", "p1"].map((id) => machines.of("app")(id))).toEqual(["test", "test", undefined]);
  expect(reads).toBe(1);
});
