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

describe("the connections in globalState", () => {
  const good = { id: "1", name: "App", baseUrl: "https://app.example.com" };

  test("are read back unchanged", () => {
    expect(readConnections([good, { ...good, id: "2", sample: true }])).toEqual([
      good,
      { ...good, id: "2", sample: true },
    ]);
  });

  test.each([[undefined], [null], ["text"], [{ 0: good }]])("are empty when it isn't a list (%j)", (stored) => {
    expect(readConnections(stored)).toEqual([]);
  });

  test("lose only invalid entries", () => {
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

test("with a production mark of another version ask, as with the strictest one", () => {
  const place = { id: "a", name: "A", baseUrl: "https://a.example" };
  const marks = [undefined, null, "warn", "ask", "forbid", true];
  const read = readConnections(marks.map((production) => ({ ...place, production })));
  expect(read.map(({ production }) => production)).toEqual([undefined, undefined, "warn", "ask", "ask", "ask"]);
});
