import { resolve } from "node:path";
import { expect, test } from "vitest";
import { contributionsOf } from "../../../.ci/build/contributions.ts";
import { featuresOf } from "../../../.ci/build/house.ts";
import { removable, sourcesOf, staleEntries, staleImports } from "../../../.ci/build/takeOut.ts";

const root = resolve(import.meta.dirname, "../../..");
const sources = sourcesOf(root);
const order = featuresOf(root);

test.each(removable)("nothing but what needs it imports %s", (feature) => {
  expect(staleImports(sources, feature, order)).toEqual([]);
  const place = "features/panel/vscode/runPanels.ts";
  const named = new Map([...sources, [place, `import "../../${feature}/index.ts";\n`]]);
  expect(staleImports(named, feature, order)).toEqual([
    `Without ${feature}: src/${place} imports src/features/${feature}/index.ts`,
  ]);
});

test.each(removable)("no text of package.json leads to a command of %s when it is gone", (feature) => {
  expect(staleEntries(contributionsOf(root), sources, feature, order)).toEqual([]);
});

test("a text of package.json that leads to a command of a feature that is gone is found", () => {
  const steps = [{ description: "[Search](command:dynamiqRuns.searchRuns)" }];
  expect(staleEntries({ walkthroughs: [{ steps }] }, sources, "search", order)).toEqual([
    "Without search: package.json still names dynamiqRuns.searchRuns",
  ]);
});
