import { expect, test } from "vitest";
import { SentRuns } from "../../../../src/runs/create/sentRuns.ts";
import { StartedByMachines } from "../../../../src/runs/create/startedByMachines.ts";
import { StartedRuns } from "../../../../src/runs/create/startedRuns.ts";
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
