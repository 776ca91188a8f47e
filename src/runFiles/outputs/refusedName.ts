/** Names that Windows keeps for devices, whatever their ending: what is written to `NUL.json` is gone. */
const deviceName = /^(?:aux|clock\$|con|conin\$|conout\$|nul|prn|(?:com|lpt)[0-9¹²³])$/;

/**
 * Why a run's output can't have a path. A run file may come from a stranger, and the run decides what the file holds:
 * it must not become part of Git, of an editor or of a program. The same names are refused on every system, so that a
 * run file means the same everywhere.
 *
 * @param path relative to the workspace folder, with slashes of any kind
 * @returns the name with the reason, as the end of a sentence; `undefined` for a path that is fine
 */
export function refusedName(path: string): string | undefined {
  for (const name of path.split(/[\\/]/)) {
    const reason = reasonAgainst(name);
    if (reason !== undefined) return `${name}: ${reason}.`;
  }
  return undefined;
}

function reasonAgainst(name: string): string | undefined {
  const known = knownAs(name);
  if (known.startsWith(".")) return "names with a leading dot are reserved for tools";
  if (known === "node_modules") return "programs load code from it";
  if (deviceName.test(name.toLowerCase().split(".", 1)[0]?.trimEnd() ?? "")) return "Windows reserves it for a device";
  if (/[. ]$/.test(name)) return "Windows drops a dot or a space at the end of a name";
  return undefined;
}

/** A name as a file system may compare it: without invisible characters, and in one case. */
function knownAs(name: string): string {
  return name
    .replaceAll(/\p{Cf}/gu, "")
    .normalize("NFKC")
    .toLowerCase();
}
