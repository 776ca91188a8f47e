export type Sqlite = typeof import("node:sqlite");

/**
 * SQLite as Node has it. It prints no warning about being experimental: the parts that are used here haven't changed
 * since Node 22.13, and nobody can do anything about it.
 *
 * @throws an error with the reason, where this Node was built without it
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
  return sqlite;
}

/** The engine's code of an error, without its details. */
export function engineCodeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof code === "number" ? code & 0xff : undefined;
}
