import { mayBeFile } from "#base/base64File.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { entriesOf, idBelow } from "./jsonRows.ts";

/**
 * The ids of the nodes whose keys or values contain a text, in the order of the tree, collapsed or not. A file in base64
 * contains no words, so it isn't searched.
 */
export function findInJson(root: unknown, finder: RegExp): string[] {
  const found = matches(root, finder) ? [""] : [];
  // Not by recursion, which a deep value could exhaust.
  const open = isContainer(root) ? [{ id: "", entries: entriesOf(root).values() }] : [];
  for (let frame = open.at(-1); frame; frame = open.at(-1)) {
    const { value: entry } = frame.entries.next();
    if (!entry) {
      open.pop();
      continue;
    }
    const [key, child] = entry;
    const id = idBelow(frame.id, key);
    if ((typeof key === "string" && finder.test(key)) || matches(child, finder)) found.push(id);
    if (isContainer(child)) open.push({ id, entries: entriesOf(child).values() });
  }
  return found;
}

function matches(value: unknown, finder: RegExp): boolean {
  if (typeof value === "string") return !mayBeFile(value) && finder.test(value);
  return !isContainer(value) && finder.test(String(value));
}
