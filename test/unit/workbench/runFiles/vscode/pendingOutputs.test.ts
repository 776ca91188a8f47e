import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { Emitter } from "#base/emitter.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConnectionChange } from "#workbench/core/connections/connectionStore.ts";
import { hasUnfinished } from "#workbench/core/unfinished.ts";
import { type PendingOutput, PendingOutputs } from "#workbench/runFiles/vscode/pendingOutputs.ts";
import { eventually } from "../../../../support/eventually.ts";
import { aRun, failure, fakeApi, FakeStream } from "../../../../support/fakeApi.ts";
import { memoryOf } from "../../../../support/state/fakeStorage.ts";

const pending: PendingOutput = { connectionId: "c1", runId: "run-1", path: "/w/out.json", name: "save.run.json" };

/** One app under an address, as the connection leads to it now. */
interface App {
  runs: Map<string, Run>;
  fails?: ApiErrorKind;
}

let state: Map<string, unknown>;
let connection: Connection | undefined;
let isRemoved: boolean;
let apps: Record<string, App>;
let changed: Emitter<ConnectionChange>;
let sessions: RunsSessions;
let open: PendingOutputs[];
let written: [PendingOutput, Run][];
let errors: unknown[];
let streams: FakeStream[];

beforeEach(() => {
  state = new Map();
  isRemoved = false;
  connection = { id: "c1", name: "App", baseUrl: "https://old.example" };
  apps = {
    "https://old.example": { runs: new Map([["run-1", aRun("run-1", "started", 0)]]) },
    "https://new.example": { runs: new Map() },
  };
  changed = new Emitter();
  sessions = new RunsSessions((id) => new RunsSession(id, async () => apiNow()));
  changed.event(({ client }) => client && sessions.end(client));
  [open, written, errors, streams] = [[], [], [], []];
});

afterEach(() => {
  for (const each of open) each.dispose();
  sessions.dispose();
});

/** The client of what the connection is now: a later one is another client. */
function apiNow() {
  const app = apps[connection?.baseUrl ?? ""] ?? { runs: new Map<string, Run>() };
  return fakeApi({
    getRun: async (id) => {
      const run = app.runs.get(id);
      if (app.fails) throw failure(app.fails);
      if (!run) throw failure("not-found");
      return structuredClone(run);
    },
    streamRun: (_id, { signal } = {}) => {
      const stream = new FakeStream().follow(signal);
      streams.push(stream);
      return stream;
    },
    listEvents: async () => ({ data: [], pagination: { page: 1, page_size: 100, page_count: 0, total_count: 0 } }),
  });
}

function aWindow(): PendingOutputs {
  const outputs = new PendingOutputs({
    window: memoryOf(state),
    connections: { get: () => connection, wasRemoved: () => isRemoved, onDidChange: changed.event },
    sessions,
    onEnded: async (each, run) => void written.push([each, run]),
    onError: (_pending, error) => errors.push(error),
  });
  open.push(outputs);
  return outputs;
}

/** The run ends, and its streams say so. */
function end(origin: string): void {
  const run: Run = { ...aRun("run-1", "completed", 0), output: { answer: 42 } };
  apps[origin]?.runs.set("run-1", run);
  for (const stream of streams) {
    stream.push({ sequence: 1, type: "run.completed", data: { id: "run-1", status: "completed" } });
    stream.end();
  }
}

const kept = (): Promise<boolean> => hasUnfinished({ window: memoryOf(state), storage: "/none", workspace: "" }, []);

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("an output to save", () => {
  test("is saved once, when its run has ended, and is forgotten after that", async () => {
    await aWindow().saveAtEnd(pending);
    await settled();
    expect([await kept(), written]).toEqual([true, []]);
    end("https://old.example");
    await eventually(() => expect(written).toMatchObject([[pending, { status: "completed", output: { answer: 42 } }]]));
    await eventually(async () => expect(await kept()).toBe(false));
    expect(errors).toEqual([]);
  });

  test("is saved by the next window, without a question", async () => {
    await aWindow().saveAtEnd(pending);
    open[0]?.dispose();
    sessions.end("c1");
    aWindow().resume();
    await settled();
    end("https://old.example");
    await eventually(() => expect(written).toHaveLength(1));
  });

  test("survives a refused key, until another one is saved", async () => {
    const app = apps["https://old.example"] as App;
    app.fails = "auth";
    await aWindow().saveAtEnd(pending);
    await eventually(() => expect(errors).toMatchObject([{ kind: "auth" }]));
    expect(await kept()).toBe(true);
    app.fails = undefined;
    changed.fire({ client: "c1" });
    await settled();
    end("https://old.example");
    await eventually(() => expect(written).toHaveLength(1));
  });

  test("survives a changed address: the same app there, and another one until the address comes back", async () => {
    await aWindow().saveAtEnd(pending);
    await settled();
    connection = { id: "c1", name: "App", baseUrl: "https://new.example" };
    changed.fire({ client: "c1" });
    await eventually(() => expect(errors).toMatchObject([{ kind: "not-found" }]));
    expect([await kept(), written]).toEqual([true, []]);

    apps["https://new.example"]?.runs.set("run-1", aRun("run-1", "started", 0));
    changed.fire({ client: "c1" });
    await settled();
    end("https://new.example");
    await eventually(() => expect(written).toHaveLength(1));
    expect(await kept()).toBe(false);
  });

  test("is forgotten with its run and with its connection", async () => {
    await aWindow().saveAtEnd({ ...pending, runId: "gone" });
    await eventually(() => expect(errors).toMatchObject([{ kind: "not-found" }]));
    expect(await kept()).toBe(false);
    await open[0]?.saveAtEnd(pending);
    connection = undefined;
    changed.fire({ client: "c1" });
    await settled();
    expect(await kept()).toBe(true);
    isRemoved = true;
    changed.fire({ client: "c1" });
    await eventually(async () => expect(await kept()).toBe(false));
    expect(written).toEqual([]);
  });
});
