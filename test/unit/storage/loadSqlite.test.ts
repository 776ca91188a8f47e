import { afterEach, expect, test, vi } from "vitest";
import { loadSqlite } from "#storage/loadSqlite.ts";

afterEach(() => vi.restoreAllMocks());

const withoutSqlite = `Node ${process.versions.node} was built without SQLite`;

test("SQLite is loaded without a warning, and later warnings are still told", async () => {
  const told: string[] = [];
  const listen = (warning: Error): void => void told.push(warning.message);
  process.on("warning", listen);
  const load = process.getBuiltinModule.bind(process);
  vi.spyOn(process, "getBuiltinModule").mockImplementation((id: string) => {
    process.emitWarning("SQLite is an experimental feature", "ExperimentalWarning");
    return load(id as "fs");
  });
  expect(new (loadSqlite().DatabaseSync)(":memory:").prepare("SELECT 1 AS one").get()).toEqual({ one: 1 });
  process.emitWarning("of another module");
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listen);
  expect(told).toEqual(["of another module"]);
});

test("a Node without SQLite is named", () => {
  vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
  expect(loadSqlite).toThrow(withoutSqlite);
});
