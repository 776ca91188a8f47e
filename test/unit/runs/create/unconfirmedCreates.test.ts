import { describe, expect, test } from "vitest";
import type { CreateRunRequest, ListRunsOptions, RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import type { SentCreate } from "#runs/create/sentCreate.ts";
import { type LookUp, UnconfirmedCreates } from "#runs/create/unconfirmedCreates.ts";
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

/** The kind of the look-up's result, with the ids of its runs. */
const told = (lookUp: LookUp): string =>
  [lookUp.kind, ...("run" in lookUp ? [lookUp.run] : "runs" in lookUp ? lookUp.runs : []).map(({ id }) => id)].join(
    " ",
  );
const lookFor = async ({ creates }: Scene, asked: Parameters<UnconfirmedCreates["begin"]>[0] = request) =>
  told(await creates.lookFor(creates.begin(asked)));
const session_id = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
const withDefaults = { input: { ...sameInput, lang: "en" } };

describe("a request that may have arrived", () => {
  test.each<[what: string, runs: Run[], found: string, asked?: CreateRunRequest]>([
    ["can't be distinguished from a second run", [created("one"), created("two", now + 1)], "several one two"],
    [
      "may be a run whose input the app doesn't return",
      [{ ...aRun("silent", "started", now), user_id: "customer-7421" }],
      "possible silent",
    ],
  ])("%s", async (_what, listed, found, asked) => {
    const look = scene();
    look.runs.put(...listed);
    expect(await lookFor(look, asked)).toBe(found);
  });

  test("is the one run of its content that was not known before", async () => {
    const look = scene({ known: [created("before", now - 5_000)] });
    look.runs.put(
      created("before", now - 5_000),
      created("it"),
      created("other-input", now, { input: { ...input, ticket: "1" } }),
      created("other-user", now, { user_id: "customer-1" }),
      created("with-session", now, { session_id }),
      created("long-ago", now - 3_600_000),
      created("long-after", now + 3_600_000),
    );
    expect(await lookFor(look)).toBe("found it");
    expect(look.runs.queries).toEqual([
      { user_id: "customer-7421", session_id: undefined, sort: "-started_at", page_size: 100, page: 1 },
    ]);
  });

  test("did not arrive if the list doesn't contain it after some reads", async () => {
    const look = scene();
    look.runs.put(created("other", now, { input: {}, user_id: "customer-1" }));
    expect(await lookFor(look)).toBe("none");
    expect(look.waits).toEqual([1_000, 2_000, 4_000]);
  });

  test("is found when the list shows it late", async () => {
    const look = scene({ onWait: () => look.waits.length === 2 && look.runs.put(created("late")) });
    expect(await lookFor(look)).toBe("found late");
  });

  test("is found by the next window, too", async () => {
    const { runs, creates } = scene();
    const stored = JSON.parse(JSON.stringify(creates.begin({ input }))) as SentCreate;
    expect(JSON.stringify(stored)).not.toContain("48213");
    runs.put(created("defaults", now, withDefaults));
    expect(told(await creates.lookFor(stored))).toBe("possible defaults");
  });

  test("is the exact one, whatever else is possible, and belongs to nobody else any more", async () => {
    const look = scene({ taken: ["of-a-line"] });
    look.runs.put(created("defaults", now, withDefaults), created("exact", now + 1), created("of-a-line", now + 2));
    expect(await lookFor(look)).toBe("found exact");
    expect(["exact", "of-a-line", "defaults"].map((id) => look.creates.isClaimed(id))).toEqual([true, true, false]);
    expect(await lookFor(look)).toBe("possible defaults");
  });
});

test.each([-7_200_000, 90_000])(
  "an app's clock may differ by %d ms from ours when the app gives it",
  async (offset) => {
    const look = scene({ offset });
    look.runs.put(created("it", now + offset), created("before", now + offset - 120_000));
    expect(await lookFor(look)).toBe("found it");
  },
);

test("a list with too many runs gives no result", async () => {
  const { runs, creates } = scene();
  for (let i = 0; i < 1_200; i++) runs.put(created(`run-${i}`, now, { input: { i } }));
  const lookUp = await creates.lookFor(creates.begin(request));
  expect(lookUp).toMatchObject({
    kind: "unread",
    error: { message: "More than 1,000 runs have started since the request was sent, too many to search." },
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
    const lookUps = await Promise.all(sent.map(async (each) => told(await creates.lookFor(each))));
    expect(lookUps.toSorted()).toEqual(["found one", "found two", "none"]);
  });

  test.each(["was", "is about to be"])("do not take the run of one that %s answered", async (when) => {
    const { runs, creates } = scene({ onWait: () => creates.end(answered, "answered") });
    const [lost, answered] = [creates.begin(request), creates.begin(request)];
    runs.put(created("answered"));
    if (when === "was") creates.end(answered, "answered");
    expect(await creates.lookFor(lost)).toEqual({ kind: "none" });
  });
});
