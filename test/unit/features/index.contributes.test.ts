import { resolve } from "node:path";
import { expect, test } from "vitest";
import { contributedIds, ownIds } from "../../../.ci/build/contributions.ts";
import { featuresOf } from "../../../.ci/build/house.ts";
import { sourcesOf } from "../../../.ci/build/takeOut.ts";

const root = resolve(import.meta.dirname, "../../..");

test("each command, view, setting and other id of package.json belongs to exactly one feature", () => {
  const sources = sourcesOf(root);
  const owned = featuresOf(root).flatMap((feature) => ownIds(sources.get(`features/${feature}/index.ts`) ?? ""));
  expect(owned.toSorted()).toEqual(contributedIds(root).toSorted());
});
