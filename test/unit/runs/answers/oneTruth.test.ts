import fc from "fast-check";
import { expect, test } from "vitest";
import type { InputAnswer } from "../../../../src/api/contract.ts";
import { AnswerDesk } from "../../../../src/runs/answers/answerDesk.ts";
import type { AnswerStorage } from "../../../../src/runs/answers/answerShelf.ts";
import { memoryOf } from "../../connections/fakeStorage.ts";
import { failure } from "../fakeApi.ts";
import { FakeApp, type Way } from "./fakeApp.ts";

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

/** Whatever happens, in whatever order: the app takes one answer at most, and the desk ends up with what is true. */
test("there is one truth, and a draft is lost to nothing but its own answer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(acts, { minLength: 1, maxLength: 8 }), async (scheduler, story) => {
      const app = new FakeApp({ id: "r1" }, { id: "r2" });
      app.pause = () => scheduler.schedule(Promise.resolve());
      const state = new Map<string, unknown>();
      let [desk, window] = openWindow(app, state);
      desk.setDraft(ref, typed);
      const under: Promise<unknown>[] = [];
      const steps = story.map((act) => async () => {
        if (act.kind === "reload") {
          desk.dispose();
          window.closed = true;
          [desk, window] = openWindow(app, state);
        } else {
          under.push(perform(app, desk, act));
        }
      });
      await scheduler.waitFor(scheduler.scheduleSequence(steps).task);
      await scheduler.waitFor(Promise.all(under));

      Object.assign(app, { way: "open", unreachable: false });
      const pending = app.run.input_requests.some(({ id }) => id === "r1");
      const ended = await scheduler.waitFor(desk.check(ref));
      const [received, ...more] = app.received;
      expect(more).toEqual([]);
      if (received) expect(ended).toMatchObject({ kind: "answered", by: received.from });
      else if (pending) expect(["open", "failed"]).toContain(ended.kind);
      else expect(ended).toMatchObject({ kind: "gone", why: "canceled" });
      if (received?.from !== "here") expect(desk.draft(ref)).toEqual(typed);
      else expect(desk.draft(ref)).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});

async function perform(app: FakeApp, desk: AnswerDesk, act: Exclude<Act, { kind: "reload" }>): Promise<void> {
  switch (act.kind) {
    case "send": {
      app.way = act.way;
      await desk.send(ref, answerOf(act.text));
      return;
    }
    case "check":
      await desk.check(ref);
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
  return { type: "human_feedback", request_id: "r1", feedback };
}

/** A window that is closed writes and sends nothing any more, whatever it still waits for. */
function openWindow(app: FakeApp, state: Map<string, unknown>): [AnswerDesk, { closed: boolean }] {
  const window = { closed: false };
  const memory = memoryOf(state);
  const storage: AnswerStorage = {
    get: (key) => memory.get(key),
    update: async (key, value) => (window.closed ? undefined : memory.update(key, value)),
  };
  const desk = new AnswerDesk({
    api: async () => {
      if (window.closed) throw failure("aborted");
      return app.api;
    },
    onRun: () => undefined,
    confirm: async () => true,
    storage,
    onError: () => undefined,
  });
  return [desk, window];
}
