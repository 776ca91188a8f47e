export type Sqlite = typeof import("node:sqlite");

/**
 * SQLite as Node has it. It prints no warning about being experimental: the parts that are used here haven't changed
 * since Node 22.13, and nobody who searches can do anything about it.
 *
 * @throws an error with the reason, where this Node was built without it or without full-text search
 */
export function loadSqlite(): Sqlite {
  const before = Object.getOwnPropertyDescriptor(process, "emitWarning");
  const missing = `Node ${process.versions.node} was built without SQLite`;
  let sqlite: Sqlite | undefined;
  process.emitWarning = () => undefined;
  try {
    sqlite = process.getBuiltinModule("node:sqlite");
  } catch (cause) {
    // Electron 37.2.0 knows the module and can't load it.
    throw new Error(missing, { cause });
  } finally {
    if (before) Object.defineProperty(process, "emitWarning", before);
    else Reflect.deleteProperty(process, "emitWarning");
  }
  if (!sqlite) throw new Error(missing);
  const probe = new sqlite.DatabaseSync(":memory:");
  try {
    const found = probe.prepare("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").get();
    if (!found) throw new Error(`SQLite ${process.versions["sqlite"] ?? ""} was built without full-text search`);
  } finally {
    probe.close();
  }
  return sqlite;
}
