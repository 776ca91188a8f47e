import { afterEach, expect, test } from "vitest";
import { runEventSchema, runSchema } from "../../../../src/api/schemas.ts";
import { readRunQuery } from "../../../../src/sample/requests/runQuery.ts";
import type { SampleRun } from "../../../../src/sample/runs/run.ts";
import { RunRepository } from "../../../../src/sample/runs/runRepository.ts";
import { RunService } from "../../../../src/sample/runs/runService.ts";
import { addPastRuns } from "../../../../src/sample/seeds/pastRuns.ts";

const services: RunService[] = [];

afterEach(() => {
  for (const service of services.splice(0)) service.close();
});

function makePast(count: number, now = Date.now(), seed = 1): SampleRun[] {
  const runs = new RunRepository();
  const service = new RunService("app", runs, 1);
  services.push(service);
  addPastRuns({ appId: "app", runs, service, speed: 1, seed, count, now });
  const all: SampleRun[] = [];
  for (let page = 1; all.length < count; page++) {
    const query = readRunQuery(new URLSearchParams({ page: String(page), page_size: "200" }));
    all.push(...runs.list(query).data);
  }
  return all;
}

test("past runs have stories that fit their facts", () => {
  const now = Date.now();
  for (const run of makePast(320, now)) {
    const wire = runSchema.parse(run.toWire());
    const events = run.events.map((event) => runEventSchema.parse(event));
    const last = events.at(-1);
    expect(events.filter((event) => /^run\.(completed|failed|canceled)$/.test(event.type))).toHaveLength(
      run.isTerminal ? 1 : 0,
    );
    if (run.isTerminal) {
      expect(last).toMatchObject({ type: `run.${run.status}`, timestamp: wire.ended_at });
      expect(Date.parse(wire.ended_at ?? "")).toBeLessThanOrEqual(now);
    }
    const first = { type: "run.started", timestamp: wire.started_at };
    if (run.status !== "created") expect(events[0]).toMatchObject(first);
    expect(wire.output !== null).toBe(run.status === "completed");
    expect(wire.error !== null).toBe(run.status === "failed");
    expect(run.pending.length).toBe(run.status === "awaiting_input" ? 1 : 0);
  }
});
