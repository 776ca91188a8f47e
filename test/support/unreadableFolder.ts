import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";

/**
 * Makes a folder in an empty one, and in it another one that nobody can read, because its path is too long: permissions
 * don't stop everybody. Needs Linux.
 *
 * @returns makes it readable again, so that it can be removed
 */
export async function makeUnreadable(parent: string, name: string): Promise<() => Promise<void>> {
  const levels = Array.from({ length: 9 }, () => "f".repeat(250)).join("/");
  const [upper, lower] = [join(parent, name, levels), join(parent, `${name}-lower`)];
  await mkdir(upper, { recursive: true });
  await mkdir(join(lower, levels), { recursive: true });
  const moved = join(upper, "lower");
  await rename(lower, moved);
  return () => rename(moved, lower);
}
