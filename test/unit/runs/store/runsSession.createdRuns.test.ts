import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RunsSession } from "#runs/store/runsSession.ts";
import { aRun, FakeRuns } from "../../../support/fakeApi.ts";

const seconds = 1_000;
const hour = 3_600_000;
/** Between two looks at the list, the fifth included by which a delay varies. */
const maxDelay = 73 * seconds;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A session that no view has opened, and the runs of a batch. */
function setup(count: number) {
  const server = new FakeRuns();
  const session = new RunsSession("c", () => Promise.resolve(server.api), { pageSize: 50 });
  const ids = Array.from({ length: count }, (_, n) => `r${n}`);
  const become = (status: string, some = ids): void => {
    const end = status === "completed" ? { ended_at: new Date().toISOString() } : {};
    server.put(...some.map((id) => ({ ...aRun(id, status, 1_000), ...end })));
  };
  const create = (): void => {
    become("created");
    for (const id of ids) session.takeCreated({ ...aRun(id, "created", 1_000) });
  };
  const underWay = () => session.store.count("created", "started");
  const pass = (time: number) => vi.advanceTimersByTimeAsync(time);
  return { server, session, ids, become, create, underWay, pass };
}

test.each([55, 450])(
  "the %i runs of a batch are counted until they end, without any open view, and not requested later",
  async (count) => {
    const { server, ids, become, create, underWay, pass, session } = setup(count);
    create();
    await pass(2 * seconds);
    expect(underWay()).toBe(count);
    become("started");
    await pass(maxDelay);
    expect(session.store.count("started")).toBe(count);
    become("completed", ids.slice(0, -5));
    await pass(maxDelay);
    expect(underWay()).toBe(5);
    become("completed");
    await pass(maxDelay);
    expect(underWay()).toBe(0);
    expect(session.store.get("r0")?.status).toBe("completed");
    server.queries.length = 0;
    await pass(hour);
    expect(server.queries).toEqual([]);
  },
);

test("nothing is requested when the explorer has just read it, nor after the session's end", async () => {
  const { server, session, create, pass } = setup(3);
  create();
  await session.store.refresh();
  const read = server.queries.length;
  await pass(1 * seconds);
  expect(server.queries).toHaveLength(read);
  session.dispose();
  await pass(hour);
  expect(server.queries).toHaveLength(read);
});
