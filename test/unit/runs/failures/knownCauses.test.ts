import { expect, test } from "vitest";
import { type KnownCause, KnownCauses, type SeenCauses } from "#runs/failures/knownCauses.ts";
import { MemoryEntities } from "#storage/memoryEntities.ts";

function places() {
  return { known: new MemoryEntities<KnownCause>(), seen: new MemoryEntities<SeenCauses>() };
}

test("a mark of a cause holds, with its note, until it is taken away", async () => {
  const marks = new KnownCauses(places());
  const changed: string[] = [];
  marks.onDidChange((id) => changed.push(id));
  await marks.mark("app", "a", "  carrier limit, OPS-311 ", 5);
  expect(marks.known("app", "a")).toEqual({
    connectionId: "app",
    note: "carrier limit, OPS-311",
    at: 5,
  });
  expect(marks.known("other", "a")).toBeUndefined();
  await marks.unmark("app", "a");
  expect(marks.known("app", "a")).toBeUndefined();
  expect(changed).toEqual(["app", "app"]);
});

test("no cause is new at the first look, and one that came since is new until the next look", () => {
  const shared = places();
  const marks = new KnownCauses(shared);
  expect(marks.isNew("app", "a")).toBe(false);
  marks.shown("app", [{ id: "a" }]);
  marks.look("app");
  expect([marks.isNew("app", "a"), marks.isNew("app", "b")]).toEqual([false, true]);
  marks.shown("app", [{ id: "a" }, { id: "b" }]);
  expect(marks.isNew("app", "b")).toBe(true);
  expect(new KnownCauses(shared).isNew("app", "b")).toBe(false);
  marks.look("app");
  expect(marks.isNew("app", "b")).toBe(false);
});
