import { describe, expect, test } from "vitest";
import { isBehind } from "#features/insights/core/runsBehind.ts";
import { cellAt } from "#features/insights/page/insightsTable.ts";
import type { CardId } from "#features/insights/page/insightsViews.ts";
import type { InsightsChoice } from "#features/insights/page/messages.ts";
import { insightsPageMessage } from "#features/insights/page/messages.ts";
import { csvRows } from "#features/insights/vscode/insightsCsv.ts";
import { everyRun, readFilter } from "#features/insights/vscode/insightsFilter.ts";
import { insightsOf } from "#features/insights/vscode/insightsView.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { factsWith, ranAt } from "../../../../support/failures/insightsRuns.ts";
import { sampleFacts, sampleNow, sampleSplit } from "../../../../support/failures/sampleFacts.ts";
import { seededNumbers } from "../../../../support/failures/seededRuns.ts";

const sample = sampleFacts();

function sourceOf(facts: readonly RunFacts[] = sample) {
  const marks = {
    isNew: ({ type }: { type?: string }) => type === "bad_request",
    note: ({ type }: { type?: string }) => (type === "RateLimitError" ? "OPS-311" : undefined),
  };
  return { facts, marks, filter: everyRun, now: sampleNow, zone: "UTC" };
}

function insights(choice: Partial<InsightsChoice> = {}, facts: readonly RunFacts[] = sample) {
  return insightsOf(sourceOf(facts), { range: "14d", filter: "", ...choice });
}

describe("the figures of a range", () => {
  test("say how many runs haven't started, which no chart over time shows", () => {
    const runs = [
      factsWith("a", { status: "completed", startedAt: sampleNow - 60_000, endedAt: sampleNow }),
      factsWith("b", { status: "created" }),
      factsWith("c", { status: "created", from: "test" }),
    ];
    const [stat] = insights({}, runs).view.stats;
    expect(stat).toEqual({ name: "Runs", value: "1", detail: "since 12 Nov 00:00, 1 more not started" });
    const all = insights({ range: "all", withMachines: true }, runs).view.stats[0];
    expect(all).toEqual({ name: "Runs", value: "3", detail: "in all, 2 of them not started" });
  });

  test("have the tokens and the cost of local runs, and say which prices aren't known", () => {
    const models = { calls: 3, tokens: 1_204, cost: 4.866, unpriced: [] };
    const runs = [
      factsWith("a", { status: "completed", startedAt: sampleNow, models }),
      factsWith("b", {
        status: "completed",
        startedAt: sampleNow,
        models: { ...models, unpriced: ["ollama/llama3.2"] },
      }),
    ];
    expect(insights({}, runs).view.stats.slice(-2)).toEqual([
      { name: "Tokens", value: "2,408", detail: "6 model calls in 2 runs" },
      { name: "Model cost", value: "at least $9.73", detail: "price unknown for 1 model" },
    ]);
  });

  test("of runs that begin and end in one second say that these took less, but in a file, which has plain numbers", () => {
    const runs = [-3_600_000, -60_000].map((at, index) => ranAt(`r${index}`, sampleNow + at, 0));
    const found = insights({ split: sampleNow - 1_800_000 }, runs);
    const { stats, cards, compare } = found.view;
    expect(stats.find(({ name }) => name === "Median duration")).toMatchObject({
      value: "under 1 s",
      detail: "p95 under 1 s",
    });
    expect(cards.find(({ id }) => id === "duration")?.sentence).toContain("Median under 1 s, last under 1 s on");
    expect(compare?.rows.find(({ name }) => name === "Median duration")).toMatchObject({
      before: "under 1 s",
      after: "under 1 s",
      difference: "–",
    });
    const [head, ...rows] = csvRows("duration", found);
    expect([head, rows.at(-1)]).toEqual([
      [expect.any(String), "p50 (ms)", "p95 (ms)", "Runs"],
      [expect.any(String), 0, 0, 2],
    ]);
  });

  test("of random runs lead to exactly as many runs as they count", () => {
    const random = seededNumbers(15);
    const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    const facts = Array.from({ length: 400 }, (_, n) => {
      const startedAt = sampleNow - Math.floor(random() * 16 * 24 * 3_600_000);
      const status = pick("completed", "failed", "canceled", "started", "vendor_status");
      const mocked = status === "failed" && random() < 0.3 ? { mocked: true as const } : {};
      return factsWith(`run-${n}`, {
        status,
        ...pick({ startedAt }, { createdAt: startedAt }, {}),
        ...pick({ endedAt: startedAt + 5_000 }, {}),
        ...pick({ user: "jane" }, { user: "bob" }, {}),
        error: status === "failed" ? { message: "No", ...mocked } : undefined,
      });
    });
    const counted: Partial<Record<CardId, string[]>> = {
      runs: ["completed", "canceled", "open", "failed", "all"],
      success: ["completed", "failed"],
      duration: ["runs"],
      users: ["runs", "failed"],
    };
    for (const range of ["24h", "14d", "all"] as const) {
      const { runs, cards } = insights({ range }, facts);
      for (const { view, behind } of cards) {
        for (const column of counted[view.id] ?? []) {
          const led = view.table.rows.map((_, row) => runs.filter((run) => isBehind(run, behind(row, column))).length);
          expect(led).toEqual(view.table.rows.map((_, row) => cellAt(view.table, row, column)));
        }
      }
    }
  });

  test("name what is left out: canceled runs and mocked failures", () => {
    const at = { startedAt: sampleNow - 60_000, endedAt: sampleNow };
    const runs = [
      factsWith("a", at),
      factsWith("b", { ...at, status: "canceled" }),
      factsWith("c", { ...at, status: "failed", error: { message: "Not found (mocked)", mocked: true } }),
    ];
    const { stats, cards, causesDetail } = insights({}, runs).view;
    const details = new Map(stats.map(({ name, value, detail }) => [name, `${value}, ${detail}`]));
    expect(details.get("Success rate")).toBe("100 %, 0 failed, not counting 1 canceled and 1 mocked failure");
    expect(details.get("Median duration")).toBe("1 min, p95 1 min, not counting 1 canceled");
    expect(cards.find(({ id }) => id === "success")?.note).toContain("1 mocked failure is left out, too.");
    expect(cards.find(({ id }) => id === "duration")?.note).toBe("Canceled runs are left out.");
    expect(causesDetail).toBe("0 causes of 0 failed runs, new ones first, without 1 mocked failure");
  });

  test("of tools and nodes name the mocked ones that they leave out", () => {
    const pay = { name: "pay", calls: 99, failed: 3, unfinished: 0, durations: [40] };
    const run = { startedAt: sampleNow - 60_000, tools: [pay] };
    const notesOf = (...all: [calls: number, nodes: number][]) => {
      const runs = all.map(([calls, nodes], index) => {
        return factsWith(`r${index}`, { ...run, mocked: calls + nodes, mockedCalls: calls });
      });
      const noteOf = (card: CardId) => insights({}, runs).view.cards.find(({ id }) => id === card)?.note;
      return [noteOf("toolFailures"), noteOf("slowest")];
    };
    expect(notesOf([9, 0], [1, 0])).toEqual(["10 mocked calls are left out.", "10 mocked calls are left out."]);
    expect(notesOf([1, 0])[0]).toBe("1 mocked call is left out.");
    expect(notesOf([0, 2])).toEqual([undefined, "2 mocked nodes are left out."]);
    expect(notesOf([3, 1])[1]).toBe("3 mocked calls and 1 mocked node are left out.");
    expect(notesOf([0, 0])).toEqual([undefined, undefined]);
  });

  test("of a filter that leaves out a tool say how many runs' steps aren't known", async () => {
    const runs = [factsWith("a", { startedAt: sampleNow }), factsWith("b", { startedAt: sampleNow, hasEvents: false })];
    const filter = await readFilter("-tool:pay", sampleNow, undefined);
    const { view } = insightsOf({ ...sourceOf(runs), filter }, { range: "14d", filter: "-tool:pay" });
    expect([view.runs, view.filterNote]).toEqual([2, "1 run without loaded steps is counted, too."]);
  });

  test("count completed runs with failed nodes apart from failures", () => {
    const runs = [{ failedNodes: 2 }, {}, { failedNodes: 1 }].map((part, n) =>
      factsWith(`run-${n}`, { status: "completed", startedAt: sampleNow - 60_000, endedAt: sampleNow, ...part }),
    );
    const { stats } = insights({ range: "14d" }, runs).view;
    const [, success, nodes] = stats.map(({ name, value }) => `${name}: ${value}`);
    expect([success, nodes]).toEqual(["Success rate: 100 %", "Completed, but nodes failed: 2"]);
  });

  test("count runs that a hook blocked beside those that completed and failed", () => {
    const runs = [{ blockedBy: "policy" }, {}].map((part, n) =>
      factsWith(`run-${n}`, { status: "completed", startedAt: sampleNow - 60_000, endedAt: sampleNow, ...part }),
    );
    const { stats, cards } = insights({ range: "14d" }, runs).view;
    const [, success, blocked] = stats.map(({ name, value, detail }) => `${name}: ${value}, ${detail}`);
    expect(success).toBe("Success rate: 100 %, 0 failed, without 1 blocked");
    expect(blocked).toContain("Blocked by a hook: 1");
    expect(cards.find(({ id }) => id === "duration")?.note).toBe("Blocked and canceled runs are left out.");
    expect(cards[0]?.table.columns.map(({ name }) => name)).toContain("Blocked");
  });

  test("belong to the range alone, in hours for a day", () => {
    expect(insights({ range: "7d" }).view.cards[0]?.table.rows).toHaveLength(7);
    const hours = insights({ range: "24h" });
    expect(hours.view.cards[0]?.table.columns[0]?.name).toBe("Hour");
    expect(hours.runs.length).toBeLessThan(150);
    expect(insights({ range: "all" }).runs).toHaveLength(sample.length);
    const timeless = [...sample, factsWith("created", { status: "created" })];
    expect(insights({ range: "all" }, timeless).runs).toHaveLength(sample.length + 1);
    expect(insights({ range: "14d" }, timeless).runs).toHaveLength(sample.length);
  });

  test("of no runs are empty, not wrong", () => {
    const { view } = insights({}, []);
    expect(view.runs).toBe(0);
    expect(view.stats.map(({ value }) => value)).toEqual(["0", "–", "–", "–", "0"]);
  });
});

describe("runs of golden tests, batches, forks and agents", () => {
  const error = { type: "Timeout", message: "No answer" };
  const started = (from: RunFacts["from"], count: number, status: string): RunFacts[] =>
    Array.from({ length: count }, (_, n) =>
      factsWith(`${from}${n}`, {
        status,
        startedAt: sampleNow - 60_000,
        endedAt: sampleNow,
        error: status === "failed" ? error : undefined,
        from,
      }),
    );
  const mixed = [
    ...started(undefined, 2, "failed"),
    ...started("test", 37, "completed"),
    ...started("agent", 3, "failed"),
  ];

  test("are left out, and one line says how many", () => {
    const { view } = insights({}, mixed);
    expect(view.stats[0]?.value).toBe("2");
    expect(view.stats[1]?.value).toBe("0 %");
    expect(view.causes.map(({ runs }) => runs)).toEqual([2]);
    expect(view.machinesNote).toBe("37 runs of golden tests and 3 of agents are left out.");
    expect(insights({}, mixed.slice(0, 2)).view.machinesNote).toBeUndefined();
    const batch = insights({}, started("batch", 1, "completed")).view;
    expect(batch).toMatchObject({ runs: 0, machinesNote: "1 run of batches is left out." });
  });

  test("count once a person includes them, or names them in the filter", async () => {
    const { view } = insights({ withMachines: true }, mixed);
    expect(view).toMatchObject({
      runs: 42,
      withMachines: true,
      machinesNote: "37 runs of golden tests and 3 of agents are counted, too.",
    });
    expect(view.causes.map(({ runs }) => runs)).toEqual([5]);
    const filter = await readFilter("from:test", sampleNow, undefined);
    const named = insightsOf({ ...sourceOf(mixed), filter }, { range: "14d", filter: "from:test" }).view;
    expect(named.runs).toBe(37);
    expect(named.machinesNote).toBeUndefined();
  });
});

test("causes are ordered new, others, known, and each failed run is in one", () => {
  const { view } = insights();
  const order = view.causes.map(({ isNew, known }) => known ?? (isNew ? "new" : "other"));
  expect(order).toEqual(["new", "other", "other", "other", "OPS-311"]);
  expect(view.causes.at(-1)?.isNew).toBe(false);
  const failed = sample.filter(({ status }) => status === "failed").length;
  expect(view.causesDetail).toBe(`5 causes of ${failed} failed runs, new ones first`);
});

test("tables for a spreadsheet have plain numbers and ISO times", () => {
  const made = insights({ split: sampleSplit });
  expect(csvRows("duration", made)[0]).toEqual(["Day", "p50 (ms)", "p95 (ms)", "Runs"]);
  expect(csvRows("duration", made).map(([day]) => day)).toEqual([
    "Day",
    ...Array.from({ length: 14 }, (_, at) => `2026-11-${12 + at}`),
  ]);
  expect(csvRows("runs", insights({ range: "24h" }))[1]?.[0]).toMatch(/^2026-11-2\dT\d\d:00$/);
  expect(csvRows("users", made)[1]?.[0]).toBe(
    made.cards.find(({ view }) => view.id === "users")?.view.table.rows[0]?.[0],
  );
  expect(csvRows("causes", made)[1]?.[4]).toMatch(/^2026-11-\d\dT/);
  expect(csvRows("causes", made).map((row) => row.at(-1))).toEqual(["Known", null, null, null, null, "OPS-311"]);
  expect(csvRows("compare", made)).toHaveLength(made.view.compare!.rows.length + 1);
});

test("messages of the page are checked", () => {
  const valid = { type: "choose", choice: { range: "7d", filter: "" } };
  expect(insightsPageMessage.safeParse(valid).success).toBe(true);
  for (const wrong of [
    { type: "choose", choice: { range: "1y", filter: "" } },
    { type: "showRuns", card: "runs", row: -1 },
    { type: "cause", action: "delete", id: "x" },
  ])
    expect(insightsPageMessage.safeParse(wrong).success).toBe(false);
});
