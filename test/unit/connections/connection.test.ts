import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freeName, readConnections } from "../../../src/connections/connection.ts";

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

describe("what globalState holds", () => {
  const good = { id: "1", name: "App", baseUrl: "https://app.example.com" };

  test("is read back as it was", () => {
    expect(readConnections([good, { ...good, id: "2", sample: true }])).toEqual([
      good,
      { ...good, id: "2", sample: true },
    ]);
  });

  test.each([[undefined], [null], ["text"], [{ 0: good }]])("is empty when it is no list (%j)", (stored) => {
    expect(readConnections(stored)).toEqual([]);
  });

  test("loses what is no connection, and that alone", () => {
    const broken = [
      null,
      1,
      "x",
      {},
      { ...good, id: 1 },
      { id: "1", name: "A" },
      { id: "1", baseUrl: "https://a" },
      [],
    ];
    expect(readConnections([...broken, good, ...broken])).toEqual([good]);
  });
});

test("a mark of production that another version wrote asks, as the strictest one does", () => {
  const place = { id: "a", name: "A", baseUrl: "https://a.example" };
  const marks = [undefined, null, "warn", "ask", "forbid", true];
  const read = readConnections(marks.map((production) => ({ ...place, production })));
  expect(read.map(({ production }) => production)).toEqual([undefined, undefined, "warn", "ask", "ask", "ask"]);
});
