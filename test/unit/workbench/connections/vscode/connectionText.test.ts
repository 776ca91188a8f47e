import { describe, expect, test } from "vitest";
import type { StoreState } from "#runs/store/runStore.ts";
import {
  explorerMessage,
  problemDescription,
  severalMessage,
  statusText,
  statusTooltip,
  viewTitle,
  waitingBadge,
} from "#workbench/connections/vscode/connectionText.ts";
import { failure } from "../../../../support/fakeApi.ts";

const app = { name: "Support Triage", baseUrl: "https://app.example.com" };
const waits = (waiting: number, name = "Support Triage") => ({ name, waiting });
const idle = { running: 0, created: 0 };
const production = { ...app, production: "warn" } as const;

describe("the status bar", () => {
  test.each([
    [0, 0, "$(pulse) Support Triage", "nothing is running"],
    [2, 1, "$(pulse) Support Triage  $(sync) 2", "2 runs are running, 1 waits for an answer"],
    [1, 2, "$(pulse) Support Triage  $(sync) 1", "1 run is running, 2 wait for an answer"],
    [0, 1, "$(pulse) Support Triage", "1 run waits for an answer"],
  ])("with %i running and %i waiting", (running, waiting, text, words) => {
    expect(statusText(app, { running, created: 0 })).toBe(text);
    expect(statusTooltip(app, { running, created: 0 }, [waits(waiting)])).toBe(
      `Support Triage (app.example.com): ${words}. Click to switch.`,
    );
  });

  test("counts a run that has not started separately from running ones", () => {
    expect(statusText(app, { running: 0, created: 3 })).toBe("$(pulse) Support Triage");
    expect(statusTooltip(app, { running: 0, created: 3 }, [waits(0)])).toContain(": 3 runs have not started yet.");
    expect(statusText(app, { running: 2, created: 1 })).toBe("$(pulse) Support Triage  $(sync) 2");
    expect(statusTooltip(app, { running: 2, created: 1 }, [waits(1)])).toContain(
      ": 2 runs are running, 1 has not started yet, 1 waits for an answer.",
    );
  });

  test("counts waiting runs in all watched apps, and says where and which couldn't be loaded", () => {
    const problem = { error: failure(), at: new Date(2026, 10, 24, 9, 15).getTime() };
    const counts = [
      waits(1),
      waits(2, "Billing"),
      waits(0, "Quiet"),
      { ...waits(0, "Gone"), problem },
      { ...waits(1, "Old"), problem },
    ];
    expect(statusText(app, idle)).toBe("$(pulse) Support Triage");
    expect(waitingBadge(counts)).toEqual({
      value: 4,
      tooltip: "4 runs wait for your answer: Support Triage 1, Billing 2, Old 1",
    });
    expect(statusTooltip(app, idle, counts)).toBe(
      "Support Triage (app.example.com): 1 run waits for an answer. Billing: 2 runs wait for an answer. " +
        "Gone: Can't be reached, 09:15. Old: 1 run waits for an answer; Can't be reached, 09:15. Click to switch.",
    );
  });

  test("names a local app in place of its address", () => {
    const local = { name: "support.py", baseUrl: "http://127.0.0.1:4711", served: { folder: "/app", target: "a.py" } };
    expect(statusTooltip(local, idle, [waits(0)])).toBe("support.py (local app): nothing is running. Click to switch.");
    const failed: StoreState = { kind: "failed", error: failure() };
    expect(problemDescription(local, failed)).toBe("local app: can't be reached");
  });

  test("warns while the app can't be reached, and says why and where", () => {
    expect(statusText(production, { running: 0, created: 0 }, "Can't be reached")).toBe(
      "$(warning) Support Triage, production, can't be reached",
    );
    expect(statusTooltip(app, { running: 2, created: 0 }, [waits(0), waits(1, "Billing")], "Can't be reached")).toBe(
      "Support Triage (app.example.com): can't be reached. Billing: 1 run waits for an answer. Click to switch.",
    );
  });
});

describe("why runs aren't read is said beside the explorer's title", () => {
  const at = new Date(2026, 10, 24, 9, 15, 30).getTime();
  const soon = { error: failure(), wait: 300, at };
  const later = { error: failure("rate-limited"), wait: 30_000, at };
  test.each<[string, StoreState, string]>([
    ["no failure", { kind: "ready" }, ""],
    ["a failure", { kind: "failed", error: failure("auth") }, "app.example.com: the access key was rejected"],
    ["the first one", { kind: "loading", retry: soon }, "app.example.com: can't be reached, retrying"],
    ["one over rows", { kind: "ready", retry: soon }, "app.example.com: can't be reached, retrying"],
    ["a long wait", { kind: "ready", retry: later }, "app.example.com: rate limited, retrying at 09:15:30"],
    [
      "one more",
      { kind: "failed", error: failure("auth"), retry: soon },
      "app.example.com: the access key was rejected",
    ],
    [
      "a wait after a failure",
      { kind: "failed", error: failure(), retry: later },
      "app.example.com: rate limited, retrying at 09:15:30",
    ],
  ])("%s", (_what, state, words) => expect(problemDescription(app, state)).toBe(words));
});

test("the explorer's title names the connection and its mark", () => {
  expect([undefined, app, production].map(viewTitle)).toEqual([
    "Runs",
    "Runs (Support Triage)",
    "Runs (Support Triage, production)",
  ]);
});

test("the line above the rows of several apps says how many are still loading", () => {
  expect([severalMessage(17, 20), severalMessage(0, 20)]).toEqual([
    "All connections · loading 17 of 20",
    "All connections",
  ]);
});

test("the line above the rows marks production and says the filter, and leaves welcome texts alone", () => {
  expect(explorerMessage("rows", "", false)).toBe("");
  expect(explorerMessage("rows", "Failed", false)).toBe("Filter: Failed");
  expect(explorerMessage("rows", "", true)).toBe("Production");
  expect(explorerMessage("loading", "Failed", true)).toBe("Production · Filter: Failed");
  expect(explorerMessage("loading", "Failed", true, "app.example.com: rate limited")).toBe(
    "Production · app.example.com: rate limited",
  );
  // Over rows the line would move them.
  expect(explorerMessage("rows", "", false, "app.example.com: rate limited")).toBe("");
  expect(explorerMessage("empty", "Failed", true)).toBe("Production · Filter: Failed. No run matches it.");
  expect(
    (["empty", "unreachable", "auth", "failed"] as const).map((state) => explorerMessage(state, "", true)),
  ).toEqual(["", "", "", ""]);
});
