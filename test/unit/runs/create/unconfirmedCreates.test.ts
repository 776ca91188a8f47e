import { describe, expect, test } from "vitest";
import type { ListRunsOptions, RunsApi } from "../../../../src/api/contract.ts";
import type { Run } from "../../../../src/api/schemas.ts";
import type { SentCreate } from "../../../../src/runs/create/sentCreate.ts";
import { UnconfirmedCreates } from "../../../../src/runs/create/unconfirmedCreates.ts";
import { aRun, failure, FakeRuns } from "../../../support/fakeApi.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const input = { ticket: "48213", tags: ["a", { b: 1, c: 2 }] };
const sameInput = { tags: ["a", { c: 2, b: 1 }], ticket: "48213" };
const request = { input, user_id: "customer-7421" };

interface Scene {
  runs: FakeRuns;
  creates: UnconfirmedCreates;
  /** How long was waited for, in milliseconds. */
  waits: number[];
}

/** @param onWait happens while the look-up waits to try again */
function scene(
  options: { offset?: number; known?: Run[]; taken?: string[]; onWait?: () => void; api?: Partial<RunsApi> } = {},
): Scene {
  const runs = new FakeRuns();
  const waits: number[] = [];
  const listRuns: RunsApi["listRuns"] = async (query, { onServerTime }: ListRunsOptions = {}) => {
    const page = await runs.api.listRuns(query);
    if (options.offset !== undefined) onServerTime?.(now + options.offset);
    return page;
  };
  const creates = new UnconfirmedCreates({
    api: async () => ({ ...({ listRuns } as RunsApi), ...options.api }),
    known: () => options.known ?? [],
    isTaken: (id) => options.taken?.includes(id) === true,
    now: () => now,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      options.onWait?.();
    },
  });
  return { runs, creates, waits };
}

function created(id: string, startedAt = now, rest: Partial<Run> = {}): Run {
  return { ...aRun(id, "started", startedAt), input: sameInput, user_id: "customer-7421", ...rest };
}

describe("a request that may have arrived", () => {
  test("is the one run of its content that was not known before", async () => {
    const { runs, creates } = scene({ known: [created("before", now - 5_000)] });
    runs.put(
      created("before", now - 5_000),
      created("it"),
      created("other-input", now, { input: { ...input, ticket: "1" } }),
      created("other-user", now, { user_id: "customer-1" }),
      created("with-session", now, { session_id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" }),
      created("long-ago", now - 3_600_000),
      created("long-after", now + 3_600_000),
    );
    const lookUp = await creates.lookFor(creates.begin(request));
    expect(lookUp).toMatchObject({ kind: "found", run: { id: "it" } });
    expect(runs.queries).toEqual([
      { user_id: "customer-7421", session_id: undefined, sort: "-started_at", page_size: 100, page: 1 },
    ]);
  });

  test("did not arrive if the list doesn't contain it after some reads", async () => {
    const { runs, creates, waits } = scene();
    runs.put(created("other", now, { input: {}, user_id: "customer-1" }));
    expect(await creates.lookFor(creates.begin(request))).toEqual({ kind: "none" });
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  test("is found when the list shows it late", async () => {
    const { runs, creates, waits } = scene({ onWait: () => waits.length === 2 && runs.put(created("late")) });
    expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "found", run: { id: "late" } });
  });

  test("can't be distinguished from a second run of the same content", async () => {
    const { runs, creates } = scene();
    runs.put(created("one"), created("two", now + 1));
    const lookUp = await creates.lookFor(creates.begin(request));
    expect(lookUp).toMatchObject({ kind: "several", runs: [{ id: "one" }, { id: "two" }] });
  });

  test("may be a run whose input the app doesn't return", async () => {
    const { runs, creates } = scene();
    runs.put({ ...aRun("silent", "started", now), user_id: "customer-7421" });
    expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "possible", runs: [{ id: "silent" }] });
  });

  test.each<[string, Partial<Run>]>([
    [
      "whose app added defaults to the input",
      { input: { ...sameInput, lang: "en" }, session_id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" },
    ],
    ["whose app added defaults deep in the input", { input: { ticket: "48213", tags: ["a", { b: 1, c: 2, d: 3 }] } }],
    ["of the same user and session, whatever its input", { input: { other: true } }],
    ["whose input is null", { input: null }],
  ])("is possibly a run %s", async (_what, rest) => {
    const { runs, creates, waits } = scene();
    runs.put(created("possible", now, rest), created("long-ago", now - 3_600_000, rest));
    const lookUp = await creates.lookFor(creates.begin(request));
    expect(lookUp).toMatchObject({ kind: "possible", runs: [{ id: "possible" }] });
    // The run itself may still appear.
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  test("is possibly a run with an added user, when it named none", async () => {
    const { runs, creates } = scene();
    runs.put(
      created("defaults", now, { user_id: "everybody", input: { ...sameInput, lang: "en" } }),
      created("others", now, { user_id: "everybody", input: { ticket: "1" } }),
      created("nobodys", now, { user_id: null, input: { ticket: "1" } }),
    );
    expect(await creates.lookFor(creates.begin({ input }))).toMatchObject({
      kind: "possible",
      runs: [{ id: "defaults" }],
    });
  });

  test("is found by the next window, too", async () => {
    const { runs, creates } = scene();
    const stored = JSON.parse(JSON.stringify(creates.begin({ input }))) as SentCreate;
    expect(JSON.stringify(stored)).not.toContain("48213");
    runs.put(created("defaults", now, { input: { ...sameInput, lang: "en" } }));
    expect(await creates.lookFor(stored)).toMatchObject({ kind: "possible", runs: [{ id: "defaults" }] });
  });

  test("is the exact one, whatever else is possible, and belongs to nobody else any more", async () => {
    const { runs, creates } = scene({ taken: ["of-a-line"] });
    runs.put(
      created("defaults", now, { input: { ...sameInput, lang: "en" } }),
      created("exact", now + 1),
      created("of-a-line", now + 2),
    );
    expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "found", run: { id: "exact" } });
    expect(["exact", "of-a-line", "defaults"].map((id) => creates.isClaimed(id))).toEqual([true, true, false]);
    expect(await creates.lookFor(creates.begin(request))).toMatchObject({
      kind: "possible",
      runs: [{ id: "defaults" }],
    });
  });

  test("is a run that has not started yet", async () => {
    const { runs, creates } = scene();
    runs.put({ ...aRun("waiting", "created"), input, user_id: "customer-7421" });
    expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "found", run: { id: "waiting" } });
  });

  test("is found by its files when the app returns them", async () => {
    const { runs, creates } = scene();
    runs.put(created("others", now, { file_ids: ["b"] }), created("its", now, { file_ids: ["a"] }));
    const lookUp = await creates.lookFor(creates.begin({ ...request, file_ids: ["a"] }));
    expect(lookUp).toMatchObject({ kind: "found", run: { id: "its" } });
  });
});

describe("the clock of an app", () => {
  test.each([-7_200_000, -90_000, 90_000, 7_200_000])(
    "may differ by %d ms from ours when the app gives it",
    async (offset) => {
      const { runs, creates } = scene({ offset });
      runs.put(created("it", now + offset), created("before", now + offset - 120_000));
      expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "found", run: { id: "it" } });
    },
  );

  test("may differ by some minutes from ours when it doesn't", async () => {
    const { runs, creates } = scene();
    runs.put(created("it", now - 300_000));
    expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "found", run: { id: "it" } });
  });
});

describe("a list that is long", () => {
  test("is read back to just before the request", async () => {
    const { runs, creates } = scene({ offset: 0 });
    for (let i = 0; i < 250; i++) runs.put(created(`newer-${i}`, now + 30_000 + i, { input: { i } }));
    for (let i = 0; i < 250; i++) runs.put(created(`older-${i}`, now - 100_000 - i, { input: { i } }));
    runs.put(created("it"));
    expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "found", run: { id: "it" } });
    expect(runs.queries.map(({ page }) => page)).toEqual([1, 2, 3]);
  });

  test("with too many runs gives no result", async () => {
    const { runs, creates } = scene();
    for (let i = 0; i < 1_200; i++) runs.put(created(`run-${i}`, now, { input: { i } }));
    const lookUp = await creates.lookFor(creates.begin(request));
    expect(lookUp).toMatchObject({
      kind: "unread",
      error: { message: "More than 1,000 runs have started since it was sent." },
    });
  });
});

test("a list that can't be read gives no result, and one that can be read again does", async () => {
  let broken = true;
  const { runs, creates } = scene({ onWait: () => (broken = false) });
  runs.put(created("it"));
  runs.before = () => {
    if (broken) throw failure();
  };
  expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "found" });
  runs.before = () => {
    throw failure("auth");
  };
  expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "unread", error: { kind: "auth" } });
});

describe("equal requests", () => {
  test("each find a run of their own", async () => {
    const { runs, creates } = scene();
    const sent = [creates.begin(request), creates.begin(request), creates.begin(request)];
    runs.put(created("one"), created("two"));
    const lookUps = await Promise.all(sent.map((each) => creates.lookFor(each)));
    expect(lookUps.map((lookUp) => (lookUp.kind === "found" ? lookUp.run.id : lookUp.kind)).toSorted()).toEqual([
      "none",
      "one",
      "two",
    ]);
  });

  test("do not take the run of one that was answered", async () => {
    const { runs, creates } = scene();
    const [lost, answered] = [creates.begin(request), creates.begin(request)];
    runs.put(created("answered"));
    creates.end(answered, "answered");
    expect(await creates.lookFor(lost)).toEqual({ kind: "none" });
  });

  test("do not take the run of one that is about to be answered", async () => {
    const { runs, creates } = scene({ onWait: () => creates.end(answered, "answered") });
    const [lost, answered] = [creates.begin(request), creates.begin(request)];
    runs.put(created("answered"));
    expect(await creates.lookFor(lost)).toEqual({ kind: "none" });
  });

  test("that were settled don't affect others", async () => {
    const { runs, creates } = scene();
    const first = creates.begin(request);
    runs.put(created("first"));
    await creates.lookFor(first);
    creates.end(first, "first");
    runs.put(created("second"));
    expect(await creates.lookFor(creates.begin(request))).toMatchObject({ kind: "found", run: { id: "second" } });
  });
});
