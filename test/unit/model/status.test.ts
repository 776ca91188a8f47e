import { expect, test } from "vitest";
import { compareStatuses, isTerminal, knownStatuses, statusFacts, statusWord } from "#model/status.ts";

test("groups are in the order of what they need from a person, unknown ones last by name", () => {
  const mixed = ["zeta", "canceled", "created", "alpha", "paused", "completed", "awaiting_input", "failed", "started"];
  expect(mixed.sort(compareStatuses)).toEqual([...knownStatuses, "alpha", "zeta"]);
});

test("only three statuses are terminal", () => {
  expect([...knownStatuses, "migrating"].filter(isTerminal).sort()).toEqual(["canceled", "completed", "failed"]);
});

test("an unknown status is its own word, also one that every object has as a key", () => {
  for (const status of ["migrating", "constructor", "toString"]) {
    expect([statusWord(status), statusFacts(status).group, statusFacts(status).icon]).toEqual([
      status,
      status,
      "question",
    ]);
  }
  expect([statusWord("awaiting_input"), statusFacts("awaiting_input").group]).toEqual([
    "Waiting for you",
    "Waiting for You",
  ]);
  expect([statusWord("started"), statusFacts("started").icon]).toEqual(["Running", "loading"]);
});

test("an unknown status looks idle and may still change", () => {
  const unknown = { tone: "idle", part: "running", isTerminal: false };
  expect(statusFacts("migrating")).toEqual({ ...unknown, word: "migrating", group: "migrating", icon: "question" });
  expect(statusFacts("unreadable")).toEqual({ ...unknown, word: "Unreadable", group: "Unreadable", icon: "warning" });
});
