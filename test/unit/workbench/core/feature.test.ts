import { expect, test } from "vitest";
import { commandIds } from "#host/commandIds.ts";
import { type Feature, Features } from "#workbench/core/feature.ts";
import { openShared } from "../../../support/state/windows.ts";

interface Core {
  told: string[];
}

const first: Feature<Core, { one: number }, "refresh", { isDeclared: boolean }, { two: number }> = {
  id: "first",
  stores: () => ({ isDeclared: true }),
  build: ({ told, isDeclared }) => {
    told.push(`first ${isDeclared}`);
    return { one: 1 };
  },
  // A command may take what a feature below offers.
  commands: { refresh: ({ one, two }, more) => one + two + Number(more) },
  settle: async ({ told }) => void told.push("first has settled"),
};

const second: Feature<Core & { one: number }, { two: number }> = {
  id: "second",
  build: ({ told, one }) => {
    told.push(`second after ${one}`);
    return { two: one + 1 };
  },
  panels: { panel: ({ told }) => ({ restore: (_panel, state) => void told.push(`restores ${String(state)}`) }) },
  resume: async ({ told }) => void told.push("second goes on"),
};

test("features are built in their order, each with what those above it offer", async () => {
  const { folder } = await openShared();
  const told: string[] = [];
  const built = await Features.of<Core>()
    .add(first)
    .add(second)
    .build(folder, () => ({ told }));
  expect(told).toEqual(["first true", "second after 1"]);
  expect(built.app).toMatchObject({ one: 1, two: 2 });
  expect(built.commands.get(commandIds.refresh)?.(built.app, 10, undefined)).toBe(13);
  built.panels.get("panel")?.restore(undefined as never, "it");
  await built.resume();
  await built.settle();
  expect(told.slice(2)).toEqual(["restores it", "second goes on", "first has settled"]);
});

test("a feature has exactly the commands that it contributes", () => {
  const build = () => ({});
  const own: Feature<Core, object, "refresh"> = { id: "own", build, commands: { refresh: () => undefined } };
  expect(own.commands).toHaveProperty("refresh");
  // @ts-expect-error its command is missing
  void ({ id: "own", build, commands: {} } satisfies Feature<Core, object, "refresh">);
  // @ts-expect-error it contributes no command
  void ({ id: "own", build, commands: own.commands } satisfies Feature<Core>);
});

test("a feature can't be added above one that it needs", () => {
  const list = Features.of<Core>();
  // @ts-expect-error it needs what the first one offers
  list.add(second);
  // @ts-expect-error nobody offers what a command of the first one takes
  void (() => list.add(first).build(undefined as never, () => ({ told: [] })));
});
