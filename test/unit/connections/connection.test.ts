import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freeName, readStoredConnection } from "../../../src/connections/connection.ts";

describe("a free name", () => {
  test.each([
    ["App", [], "App"],
    ["App", ["Other"], "App"],
    ["App", ["App"], "App 2"],
    ["App", ["App", "App 3"], "App 2"],
    ["App", ["App", "App 2", "App 3"], "App 4"],
    ["App 2", ["App", "App 2"], "App 2 2"],
  ])("for %s beside %j is %s", (wanted, taken, expected) => {
    expect(freeName(wanted, taken)).toBe(expected);
  });

  test("is never taken", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (wanted, taken) => {
        const all = [wanted, `${wanted} 2`, ...taken];
        expect(all).not.toContain(freeName(wanted, all));
      }),
    );
  });
});

const read = (connection: unknown) => readStoredConnection({ connection, order: 1 })?.connection;

describe("a stored connection", () => {
  const good = { id: "1", name: "App", baseUrl: "https://app.example.com" };

  test("is read back unchanged", () => {
    for (const each of [good, { ...good, id: "2", sample: true }]) expect(read(each)).toEqual(each);
  });

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
