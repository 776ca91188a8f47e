import { resolve } from "node:path";
import { expect, test } from "vitest";
import { featuresOf } from "../../../.ci/build/house.ts";
import { removable, sourcesOf, staleImports } from "../../../.ci/build/takeOut.ts";

const root = resolve(import.meta.dirname, "../../..");
const sources = sourcesOf(root);
const order = featuresOf(root);

test.each(removable)("nothing but what needs it imports %s", (feature) => {
  expect(staleImports(sources, feature, order)).toEqual([]);
  const place = "features/panel/vscode/runPanel.ts";
  const named = new Map([...sources, [place, `import "../../${feature}/index.ts";\n`]]);
  expect(staleImports(named, feature, order)).toEqual([
    `Without ${feature}: src/${place} imports src/features/${feature}/index.ts`,
  ]);
});
