import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAs } from "#base/stored.ts";
import { freeName, storedConnectionSchema } from "#workbench/core/connections/connection.ts";

test.each([
  ["App", ["App"], "App 2"],
  ["App", ["App", "App 3"], "App 2"],
  ["App 2", ["App", "App 2"], "App 2 2"],
])("a free name for %s beside %j is %s", (wanted, taken, expected) => {
  expect(freeName(wanted, taken)).toBe(expected);
});

test("a free name is never taken", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (wanted, taken) => {
      const all = [wanted, `${wanted} 2`, ...taken];
      expect(all).not.toContain(freeName(wanted, all));
    }),
  );
});

const read = (connection: unknown) => readAs(storedConnectionSchema, { connection, order: 1 })?.connection;

describe("a stored connection", () => {
  const good = { id: "1", name: "App", baseUrl: "https://app.example.com" };

  test("that isn't valid is none", () => {
    const broken = [
      null,
      {},
      { 0: good },
      { ...good, id: 1 },
      { ...good, baseUrl: undefined },
      { ...good, name: 1 },
      [],
    ];
    for (const each of [undefined, "text", ...broken]) expect(read(each)).toBeUndefined();
  });
});

test("a connection with a production mark of another version asks, as with the strictest one", () => {
  const place = { id: "a", name: "A", baseUrl: "https://a.example" };
  const marked = (production?: unknown) => read({ ...place, production })?.production;
  expect([marked(), marked(null)]).toEqual([undefined, undefined]);
  expect(["warn", "ask", "forbid", true].map(marked)).toEqual(["warn", "ask", "ask", "ask"]);
});
