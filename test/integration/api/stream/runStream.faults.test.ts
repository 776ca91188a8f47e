import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunsClient } from "#api/client.ts";
import { isApiError } from "#api/errors.ts";
import type { RunEvent } from "#api/schemas.ts";
import type { WatchState } from "#runs/live/watchTypes.ts";
import { startFaultProxy } from "../../../faults/faultProxy.ts";
import { explainedIn } from "../../../faults/table/explained.ts";
import { streamFaults } from "../../../faults/table/streamFaults.ts";
import { type SampleApp, startSampleApp } from "../../../support/sample/testApp.ts";
import { collect, connect } from "../clients.ts";
import { resumed } from "../resumed.ts";

let app: SampleApp;
let runId: string;
let events: readonly RunEvent[];

beforeAll(async () => {
  app = await startSampleApp({ pastRuns: 0, speed: 1_000 });
  await using connection = connect(app.url, { accessKey: app.accessKey });
  events = await collect(connection.client.createRunStreaming({ input: { ticket_subject: "Where is my parcel?" } }));
  const started = events[0]?.data;
  runId = String(started && typeof started === "object" && "id" in started ? started.id : "");
  expect(events.at(-1)?.type).toBe("run.completed");
});

afterAll(() => app.close());

test.concurrent.each(streamFaults)("$what: $outcome", async ({ where, outcome, isEndless, waits: asked }) => {
  // Twice in a row, so that the second attachment breaks, too.
  await using proxy = await startFaultProxy({ target: app.url, faultOf: (n) => (n < 2 ? where : { kind: "none" }) });
  await using connection = connect(proxy.url, { accessKey: app.accessKey, heartbeatTimeout: 20_000 });
  // Silence is given up soon, but only where nothing else will ever come: a busy machine may be silent, too.
  await using hasty = connect(proxy.url, { accessKey: app.accessKey, heartbeatTimeout: 300 });
  let attached = 0;
  const streamRun: RunsClient["streamRun"] = (...given) =>
    (attached++ < 2 && isEndless ? hasty : connection).client.streamRun(...given);
  const states: WatchState[] = [];
  let got: RunEvent[] = [];
  let error: unknown;
  try {
    const onState = (state: WatchState): void => void states.push(state);
    got = (await resumed({ streamRun }, runId, { clock: connection.clock, onState })).flat();
  } catch (thrown) {
    error = thrown;
  }
  const waiting = states.filter((state) => state.kind === "waiting");
  if (outcome === "stops") {
    expect(isApiError(error)).toBe(true);
    expect(explainedIn(error)).not.toEqual([]);
    expect(proxy.taken).toBe(1);
    return;
  }
  expect(error).toBeUndefined();
  expect(got).toEqual(events);
  expect(waiting).toHaveLength(2);
  for (const { error } of waiting) expect(explainedIn(error)).not.toEqual([]);
  expect(proxy.taken).toBe(3);
  expect(waiting.map(({ error }) => error.retryAfter)).toEqual([asked, asked]);
  if (asked !== undefined) expect(connection.clock.slept).toEqual([asked, asked]);
});
