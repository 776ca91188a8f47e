import type { Run, RunEvent } from "#api/schemas.ts";
import type { Side } from "#features/compare/page/compareViews.ts";
import { ComparePresenter } from "#features/compare/vscode/comparePresenter.ts";
import { type RunWatch, RunWatcher } from "#runs/live/runWatcher.ts";
import { fakeApi, FakeStream, pageOf } from "../../../../support/fakeApi.ts";

export type Lines = readonly (readonly [type: string, data?: unknown])[];

export const ids = { a: "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001", b: "f03b91d4-2f0a-4f4e-9f4f-6e1a52f0a002" };
const start = Date.UTC(2026, 10, 12, 14, 12);

/** Events a second apart. @param from as many came before */
export function eventsOf(lines: Lines, from = 0): RunEvent[] {
  return lines.map(([type, data], index) => ({
    type,
    sequence: from + index + 1,
    timestamp: new Date(start + 1_000 * (from + index)).toISOString(),
    data,
  }));
}

let calls = 0;

/** A call as two events: it takes a second. */
export function call(name: string, input: unknown, result: unknown): Lines {
  const id = `call-${++calls}`;
  return [
    ["agent.tool_call.started", { id, tool: { name }, input }],
    ["agent.tool_call.completed", { id, tool: { name }, result }],
  ];
}

export const said = (text: string, object = "agent.reasoning.delta"): Lines => [[object, { object, delta: text }]];
export const started: Lines = [["run.started"]];
export const completed: Lines = [["run.completed"]];

export interface FollowedRun {
  watch: RunWatch;
  stream: FakeStream;
  /** As the app gives it when it is asked. */
  run: Run;
}

/** A run that has ended, with its stored events, or one that goes on, with its stream. */
function follow(run: Run, lines: Lines): FollowedRun {
  const stream = new FakeStream();
  const followed = { run, stream };
  const api = fakeApi({
    getRun: async () => followed.run,
    listEvents: async (_, { page = 1, page_size: size = 100 } = {}) => pageOf(eventsOf(lines), page, size),
    streamRun: (_, options = {}) => stream.follow(options.signal),
  });
  const watcher = new RunWatcher({ api: async () => api, onRun: () => undefined });
  if (run.status !== "completed") stream.push(...eventsOf(lines));
  return Object.assign(followed, { watch: watcher.watch(run.id) });
}

/** Two runs beside each other: they have ended unless told otherwise. */
export function compareRuns(
  a: Lines,
  b: Lines,
  options: {
    live?: readonly Side[];
    production?: boolean;
    outputs?: Partial<Record<Side, unknown>>;
    why?: string;
  } = {},
) {
  const connection = { name: "Support Triage", production: options.production ?? false };
  const ofSide = (side: Side, lines: Lines) => {
    const status = options.live?.includes(side) ? "started" : "completed";
    const started_at = new Date(start).toISOString();
    const run = {
      id: ids[side],
      status,
      started_at,
      input: { ticket_subject: "Charged twice" },
      output: options.outputs?.[side],
    };
    const why = side === "a" && options.why !== undefined ? { why: options.why } : {};
    const ref = { runId: ids[side], connectionId: "c1", ...why };
    const followed = follow(run, lines);
    return { followed, side: { run: ref, watch: followed.watch, connection: () => connection } };
  };
  const [ofA, ofB] = [ofSide("a", a), ofSide("b", b)];
  const presenter = new ComparePresenter({ a: ofA.side, b: ofB.side });
  return { presenter, a: ofA.followed, b: ofB.followed };
}
