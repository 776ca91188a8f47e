import { expect, test } from "vitest";
import { type Act, actViews, runAct } from "#workbench/core/acts.ts";

const done: string[] = [];
const act = (id: string, order: number, isFor = ""): Act<string> => ({
  ...{ id, name: `Do ${id}`, icon: "export", order },
  fits: isFor === "" ? undefined : (target) => target === isFor,
  run: (target) => void done.push(`${id} ${target}`),
});
const acts = [act("last", 3), act("first", 1), act("small", 2, "small")];

test("a page gets the acts that fit, in their order, and nothing that it can't be sent", () => {
  expect(actViews(acts, "large")).toEqual([
    { id: "first", name: "Do first", icon: "export" },
    { id: "last", name: "Do last", icon: "export" },
  ]);
  expect(actViews(acts, "small").map(({ id }) => id)).toEqual(["first", "small", "last"]);
});

test("a page can ask only for what it was offered", () => {
  for (const id of ["small", "first", "unknown"]) runAct(acts, id, "large");
  expect(done).toEqual(["first large"]);
});
