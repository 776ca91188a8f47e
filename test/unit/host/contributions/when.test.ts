import { describe, expect, test } from "vitest";
import {
  all,
  always,
  any,
  type Condition,
  is,
  isIn,
  isOneOf,
  isRow,
  matches,
  not,
  rowHas,
  shared,
  withShared,
} from "#host/contributions/when.ts";
import { evaluateWhen } from "../../../support/whenClause.ts";

const folder = is("explorerResourceIsFolder");
const trusted = is("isWorkspaceTrusted");
const several = is("listMultiSelection");

test.each<[Condition, string]>([
  [is("view", "dynamiqRuns.explorer"), "view == dynamiqRuns.explorer"],
  [not(is("view", "dynamiqRuns.explorer")), "view != dynamiqRuns.explorer"],
  [not(folder), "!explorerResourceIsFolder"],
  [not(not(folder)), "explorerResourceIsFolder"],
  [not(matches("resourceFilename", /\.json$/i)), "!(resourceFilename =~ /\\.json$/i)"],
  [isIn("testId", "dynamiqRuns.ranTests"), "testId in dynamiqRuns.ranTests"],
  [
    isOneOf("view", "dynamiqRuns.explorer", "dynamiqRuns.uploads"),
    "view =~ /^(dynamiqRuns\\.explorer|dynamiqRuns\\.uploads)$/",
  ],
  [isRow("run"), "viewItem =~ /^run\\b/"],
  [
    isRow(["run", "request"], "user", ["session", "local"]),
    "viewItem =~ /^(run|request)\\b.*\\buser\\b.*\\b(session|local)\\b/",
  ],
  [rowHas("approval", "feedback"), "viewItem =~ /\\b(approval|feedback)\\b/"],
])("a condition is written as VS Code reads it: %o", ({ clause }, written) => {
  expect(clause).toBe(written);
});

test("a shared condition holds if one of the features says so, and never if none says anything", () => {
  const { clause } = all(folder, not(shared("inRunLists")));
  expect(withShared(clause, () => [trusted, all(several, folder)])).toBe(
    "explorerResourceIsFolder && !(isWorkspaceTrusted || listMultiSelection && explorerResourceIsFolder)",
  );
  expect(withShared(clause, () => [])).toBe("explorerResourceIsFolder && !false");
});

test("what always holds adds nothing", () => {
  expect(all(always, folder).clause).toBe("explorerResourceIsFolder");
  expect(all(always, always)).toBe(always);
});

describe("conditions keep their meaning when they are joined", () => {
  const states = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [bits & 1, bits & 2, bits & 4].map(Boolean));
  test.each<[string, Condition, (a: boolean, b: boolean, c: boolean) => boolean]>([
    ["all of any", all(folder, any(trusted, several)), (a, b, c) => a && (b || c)],
    ["any of all", any(folder, all(trusted, several)), (a, b, c) => a || (b && c)],
    ["not all", not(all(folder, any(trusted, several))), (a, b, c) => !(a && (b || c))],
    ["not any, and", all(not(any(folder, trusted)), several), (a, b, c) => !(a || b) && c],
  ])("%s", (_, { clause }, meaning) => {
    for (const [a = false, b = false, c = false] of states) {
      const context = { explorerResourceIsFolder: a, isWorkspaceTrusted: b, listMultiSelection: c };
      expect(evaluateWhen(clause, context), `${clause} with ${JSON.stringify(context)}`).toBe(meaning(a, b, c));
    }
  });
});

test("a key, a value or a word that doesn't exist doesn't compile", () => {
  // @ts-expect-error no such key
  is("dynamiqRuns.isFiltered");
  // @ts-expect-error no such view
  is("view", "dynamiqRuns.runs");
  // @ts-expect-error no row has this word
  rowHas("aproval");
  // @ts-expect-error no row begins with it
  isRow("runs");
});
