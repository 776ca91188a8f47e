import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as sqlite from "node:sqlite";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileQuery, compileValues } from "#features/search/core/engine/compileQuery.ts";
import { RunDatabase } from "#features/search/core/engine/runDatabase.ts";
import type { IndexedRun } from "#features/search/core/indexTypes.ts";
import { cases } from "../../../../../support/cases.ts";
import { queryOf } from "../../../../../support/search/indexes.ts";

const runs = 20;
let folder: string;
/** A database that nobody has damaged. */
let sound: Buffer;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "damaged-index-"));
  const file = join(folder, "sound", "runs.db");
  const database = new RunDatabase(sqlite, file);
  for (let place = 0; place < runs; place++) write(database, place);
  database.close();
  sound = readFileSync(file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(database: RunDatabase, index: number): void {
  const id = `run-${index}`;
  const tools = [{ name: "crm", calls: 1, failed: 0, unfinished: 0, durations: [5] }];
  const facts = { id, status: "completed", tools, nodes: [], waits: [], unanswered: 0, hasEvents: true };
  const values = [{ path: "input.amount", text: `${index}` }];
  const run: IndexedRun = { facts, order: index + 1, tools: ["crm"], nodes: ["node"], values };
  const texts = [{ kind: "text", name: "", text: `charged ${index} ${"lorem ipsum ".repeat(50)}` }] as const;
  const begin = { run, writer: id, isWhole: true };
  database.act("write", [{ begin }, { add: { id, writer: id, from: 0, texts, isLast: true } }]);
}

/** Everything that a window asks of an index. */
const uses: readonly ((database: RunDatabase) => unknown)[] = [
  (database) => database.act("state", "address"),
  (database) => database.act("missing", ["run-1"]),
  (database) => database.act("search", compileQuery(queryOf("charged crm")), { runs: 50, stepsOfRun: 3 }),
  (database) => database.act("count", compileQuery(queryOf("input.amount:>3"))),
  (database) => database.act("values", compileValues("tool", ""), 50),
  (database) => database.act("coverage"),
  (database) => write(database, runs),
  (database) => database.act("forget", ["run-3"]),
  (database) => database.act("cover", 0, 5, 3),
  (database) => database.size(),
  (database) => database.act("trim", 1_000),
];

type Damage = (bytes: Buffer<ArrayBuffer>) => Buffer;
const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1, maxLength: 60 }).map((all): Damage => {
    return (bytes) => {
      for (const [place, byte] of all) bytes[Math.floor(place * bytes.length)] = byte;
      return bytes;
    };
  }),
  // The header and the names of the tables.
  fc.array(fc.tuple(fc.nat(4_095), fc.nat(255)), { minLength: 1, maxLength: 8 }).map((all): Damage => {
    return (bytes) => {
      for (const [place, byte] of all) bytes[place] = byte;
      return bytes;
    };
  }),
  fc.tuple(at, fc.nat(8_192)).map(([place, length]): Damage => {
    return (bytes) => {
      const from = Math.floor(place * bytes.length);
      return bytes.fill(0, from, Math.min(bytes.length, from + length));
    };
  }),
  at.map(
    (place): Damage =>
      (bytes) =>
        bytes.subarray(0, Math.floor(place * bytes.length)),
  ),
);

test("whatever has happened to its file, an index works again at the latest with the second try", () => {
  let number = 0;
  fc.assert(
    fc.property(damages, fc.uint8Array({ maxLength: 200 }), fc.boolean(), (damage, log, hasLog) => {
      const file = join(folder, `${number++}`, "runs.db");
      mkdirSync(dirname(file));
      writeFileSync(file, damage(Buffer.from(sound)));
      if (hasLog) writeFileSync(`${file}-wal`, log);
      const database = new RunDatabase(sqlite, file);
      try {
        for (const use of uses) {
          try {
            use(database);
          } catch {
            expect(() => use(database)).not.toThrow();
          }
        }
        database.fix();
        for (const json of database.act("facts", {}, undefined, 100).facts)
          expect(() => JSON.parse(json)).not.toThrow();
        database.clear();
        expect(database.act("count", compileQuery(queryOf("charged")))).toBe(0);
      } finally {
        database.close();
        rmSync(dirname(file), { recursive: true, force: true });
      }
    }),
    cases(100),
  );
});
