import fc from "fast-check";
import { expect, test } from "vitest";
import type { InputAnswer } from "#api/contract.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import { failure } from "../../../../support/fakeApi.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { type SharedState, sharedStateIn } from "../../../../support/state/sharedState.ts";
import { storageFolder } from "../../../../support/state/windows.ts";
import { collectUnexpectedErrors } from "../../../../support/unexpectedErrors.ts";
import { FakeApp, type Way } from "./support/fakeApp.ts";

const ref = { connectionId: "app", runId: "run", requestId: "r1" };
const typed = { feedback: "What I typed" };

type Act =
  | { kind: "send"; text: string; way: Way }
  | { kind: "elsewhere" | "cancel" | "check" }
  | { kind: "reload" }
  | { kind: "reads"; fail: boolean };

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant("send" as const),
    text: fc.constantFrom("one", "two"),
    way: fc.constantFrom<Way>("open", "broken", "lost-before", "lost-after"),
  }),
  fc.record({ kind: fc.constantFrom("elsewhere" as const, "cancel" as const, "check" as const) }),
  fc.record({ kind: fc.constant("reload" as const) }),
  fc.record({ kind: fc.constant("reads" as const), fail: fc.boolean() }),
);
const names = fc.record({
  knows: fc.constantFrom("approved" as const, "is_approved" as const),
  reports: fc.constantFrom("answer" as const, "decision" as const),
});
/** What happens, and in which of two windows. */
const story = fc.array(fc.tuple(fc.nat(1), acts), { minLength: 1, maxLength: 8 });

/**
 * Whatever happens in two windows, in any order, and with a window that is killed at any moment: the app accepts one
 * answer at most, and both windows end with the true outcome.
 */
test("the app takes one answer at most, both windows learn the outcome, and a draft is lost only to its own answer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), story, names, async (scheduler, happens, { knows, reports }) => {
      const app = new FakeApp();
      app.ask({ id: "r1", type: "approval_request" });
      app.ask({ id: "r2", type: "human_feedback_request" });
      app.reports = reports;
      app.knows = knows;
      app.pause = () => scheduler.schedule(Promise.resolve());
      const onTheWay = keepCalls(app);
      const disk = new MemoryDisk();
      const windows = [await openWindow(app, disk)];
      windows[0]!.service.setDraft(ref, typed);
      await settle(windows);
      windows.push(await openWindow(app, disk));
      const under: Promise<unknown>[] = [];
      const steps = happens.map(([which, act]) => async () => {
        if (act.kind === "reload") {
          windows[which]!.kill();
          windows[which] = await openWindow(app, disk);
        } else {
          under.push(Promise.race([perform(app, windows[which]!.service, act), windows[which]!.killed]));
        }
      });
      await scheduler.waitFor(scheduler.scheduleSequence(steps).task);
      await scheduler.waitFor(Promise.all(under));
      // An answer that a window sent before it was killed arrives all the same.
      await scheduler.waitFor(Promise.all(onTheWay));

      Object.assign(app, { way: "open", unreachable: false });
      const pending = app.run.input_requests.some(({ id }) => id === "r1");
      await scheduler.waitFor(settle(windows));
      const ends = [];
      for (const { service } of windows) ends.push(await scheduler.waitFor(service.check(ref)));
      await scheduler.waitFor(settle(windows));
      const [received, ...more] = app.received;
      expect(more).toEqual([]);
      for (const [index, { service }] of windows.entries()) {
        if (received) expect(ends[index]).toMatchObject({ kind: "answered", by: received.from });
        else if (pending) expect(["open", "failed"]).toContain(ends[index]?.kind);
        else expect(ends[index]).toMatchObject({ kind: "gone", why: "canceled" });
        expect(service.draft(ref)).toEqual(received?.from === "here" ? undefined : typed);
      }
    }),
    { numRuns: 500 },
  );
});

async function perform(app: FakeApp, service: AnswerService, act: Exclude<Act, { kind: "reload" }>): Promise<void> {
  switch (act.kind) {
    case "send": {
      app.way = act.way;
      await service.send(ref, answerOf(act.text));
      return;
    }
    case "check":
      await service.check(ref);
      return;
    case "reads":
      app.unreachable = act.fail;
      return;
    case "cancel":
      app.cancel();
      return;
    case "elsewhere":
      if (app.run.input_requests.some(({ id }) => id === "r1")) app.take(answerOf("somebody else's"), "elsewhere");
  }
}

function answerOf(feedback: string): InputAnswer {
  // The event of a decision has no text, so only the decision tells somebody else's answer from one's own.
  return { type: "approval", request_id: "r1", approved: feedback !== "somebody else's", feedback };
}

/** @returns the answers on their way to the app, whoever still waits for their outcome */
function keepCalls(app: FakeApp): Promise<unknown>[] {
  const calls: Promise<unknown>[] = [];
  const { api } = app;
  const before = { ...api };
  api.answerInputRequest = (...args) => {
    const call = before.answerInputRequest(...args);
    calls.push(call.catch(() => undefined));
    return call;
  };
  return calls;
}

interface OpenWindow {
  service: AnswerService;
  shared: SharedState;
  /** It writes and sends nothing any more. */
  kill: () => void;
  killed: Promise<void>;
}

async function openWindow(app: FakeApp, disk: MemoryDisk): Promise<OpenWindow> {
  const fs = disk.process();
  let isClosed = false;
  let end = (): void => undefined;
  const killed = new Promise<void>((resolve) => (end = resolve));
  collectUnexpectedErrors();
  const shared = sharedStateIn(storageFolder, fs);
  await shared.folder.load();
  const { api } = app;
  const ifOpen: typeof api = {
    ...api,
    // An approval may be sent with other names after a refusal, but not by a killed window.
    answerInputRequest: async (...args) => {
      if (isClosed) throw failure("aborted");
      await api.answerInputRequest(...args);
    },
  };
  const service = new AnswerService({
    api: async () => {
      if (isClosed) throw failure("aborted");
      return ifOpen;
    },
    onRun: () => undefined,
    confirm: async () => true,
    storage: shared,
  });
  const kill = (): void => {
    isClosed = true;
    fs.kill();
    end();
  };
  return { service, shared, kill, killed };
}

/** Everything is written, and every window was informed of it. */
async function settle(windows: readonly OpenWindow[]): Promise<void> {
  for (const { service, shared } of windows) {
    await service.flush();
    await shared.folder.settled();
  }
  for (const { shared } of windows) await shared.folder.refresh();
}
