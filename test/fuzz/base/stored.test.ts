import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAs } from "#base/stored.ts";
import { logValues } from "#features/batches/core/appendLog.ts";
import { headSchema, lineSchema, stateSchema } from "#features/batches/core/batchFolder.ts";
import { storedConnectionSchema } from "#workbench/core/connections/connection.ts";
import { cases } from "../../support/cases.ts";
import { json, nearly } from "../arbitraries.ts";

const text = fc.string({ maxLength: 12 });
const connection = fc.record(
  { id: text, name: text, baseUrl: fc.webUrl(), sample: fc.boolean(), production: fc.constantFrom("ask", "warn") },
  { requiredKeys: ["id", "name", "baseUrl"] },
);

describe("stored values of any version", () => {
  test("connections: exactly the usable ones are kept", () => {
    fc.assert(
      fc.property(fc.oneof(nearly(fc.record({ connection, order: fc.nat() })), json), (stored) => {
        const read = readAs(storedConnectionSchema, stored);
        if (!read) return;
        const { id, name, baseUrl, production } = read.connection;
        expect([typeof id, typeof name, typeof baseUrl]).toEqual(["string", "string", "string"]);
        // A connection that asks in production is never read as one that doesn't.
        expect([undefined, "ask", "warn"]).toContain(production);
      }),
      cases(),
    );
  });
});

test("lines of a batch's journal: an incomplete line of a crash is skipped, and the others count", () => {
  const state = fc.record({
    n: fc.nat(),
    state: fc.oneof(
      fc.record({ kind: fc.constantFrom("waiting", "sending") }),
      fc.record({ kind: fc.constant("created"), runId: text }),
      fc.record({ kind: fc.constantFrom("failed", "unknown"), reason: text }),
    ),
  });
  const head = fc.record({
    format: fc.constant("dynamiq-runs-batch"),
    version: fc.constant(1),
    head: fc.record({
      id: text,
      name: text,
      connectionId: text,
      origin: text,
      createdAt: fc.integer(),
      workspace: text,
      baseline: fc.record({ runIds: fc.array(text) }),
    }),
  });
  const lines = fc.array(
    fc.oneof(nearly(state), nearly(head), json).map((value) => JSON.stringify(value) ?? ""),
    { maxLength: 2 },
  );
  const torn = fc.oneof(
    fc.constantFrom("", "{", '{"n":1,"st', "\0", "\r"),
    text.filter((part) => !part.includes("\n")),
  );
  fc.assert(
    fc.property(fc.array(state, { maxLength: 3 }), lines, torn, (states, others, rest) => {
      const journal = [...states.map((value) => JSON.stringify(value)), ...others, rest].join("\n");
      const values = [...logValues(journal)];
      expect(values.slice(0, states.length).map((value) => readAs(stateSchema, value))).toEqual(states);
      for (const value of values) {
        const head = readAs(headSchema, value)?.head.id;
        const read = [head, readAs(lineSchema, value)?.source, readAs(stateSchema, value)?.state.kind];
        for (const each of read) expect(["string", "undefined"]).toContain(typeof each);
      }
    }),
    cases(),
  );
});
