import { expect, test } from "vitest";
import { type Feature, Features } from "#workbench/core/feature.ts";
import { adds, point, Points } from "#workbench/core/points.ts";
import { openShared } from "../../../support/state/windows.ts";

const greetings = point<() => string>("greetings");

interface Core {
  points: Points;
}

const first: Feature<Core, { name: string }> = {
  id: "first",
  build: () => ({ name: "first" }),
  adds: [
    adds(
      greetings,
      ({ name }: { name: string }) =>
        () =>
          `from ${name}`,
    ),
  ],
};
const second: Feature<Core & { name: string }> = {
  id: "second",
  build: () => ({}),
  adds: [adds(greetings, () => () => "second")],
};

test("what features add is there once all are built, in their order", async () => {
  const { folder } = await openShared();
  const points = new Points();
  await Features.of<Core>()
    .add(first)
    .add(second)
    .build(folder, () => ({ points }));
  expect(points.of(greetings).map((greet) => greet())).toEqual(["from first", "second"]);
  expect(points.of(point("others"))).toEqual([]);
});

test("nobody can ask while features are built: others may still add something", async () => {
  const { folder } = await openShared();
  const points = new Points();
  const asking: Feature<Core> = { id: "asking", build: (app) => ({ all: app.points.of(greetings) }) };
  const building = Features.of<Core>()
    .add(asking)
    .build(folder, () => ({ points }));
  await expect(building).rejects.toThrow("greetings");
});
