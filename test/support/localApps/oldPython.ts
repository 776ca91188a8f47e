import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Windows runs no script in place of a program. */
export const hasScripts = process.platform !== "win32";

/**
 * A program that does what Python 3.7 does: it can't read the worker, so it ends before the worker could say anything.
 * It knows its version.
 */
export async function writeOldPython(folder: string): Promise<string> {
  const program = join(folder, "python3");
  await writeFile(
    program,
    [
      "#!/bin/sh",
      'if [ "$1" = -c ]; then printf "%s\\n" "$0" 3.7.16; exit; fi',
      'printf "%s\\n" "  File \\"$1\\", line 119" "    def init(node, /, **fields):" "SyntaxError: invalid syntax" >&2',
      "exit 1",
      "",
    ].join("\n"),
    { mode: 0o755 },
  );
  return program;
}
