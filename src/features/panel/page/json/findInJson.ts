import { mayBeFile } from "../../../../base/base64File.ts";
import { isContainer } from "../../../../base/json/exactNumber.ts";
import { idBelow } from "./jsonRows.ts";

/** How much is searched before a pause: nodes; a hundred characters of a text count as one node. */
const nodesBeforePause = 5_000;

interface Frame {
  id: string;
  value: Record<string | number, unknown>;
  /** Absent for a list. */
  keys: string[] | undefined;
  count: number;
  next: number;
}

/**
 * Finds keys and values in order, collapsed or not: the ids of the nodes, slice by slice. A file in base64 contains no
 * words, so it isn't searched.
 */
export function* findInJson(root: unknown, finder: RegExp): Generator<string[]> {
  let found: string[] = matches(root, finder) ? [""] : [];
  let looked = 0;
  const frames = frameOf("", root);
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    if (frame.next >= frame.count) {
      frames.pop();
      continue;
    }
    const key = frame.keys ? frame.keys[frame.next]! : frame.next;
    frame.next += 1;
    const child = frame.value[key];
    if ((typeof key === "string" && finder.test(key)) || matches(child, finder)) found.push(idBelow(frame.id, key));
    if (isContainer(child)) frames.push(...frameOf(idBelow(frame.id, key), child));
    looked += typeof child === "string" ? 1 + child.length / 100 : 1;
    if (looked < nodesBeforePause) continue;
    yield found;
    found = [];
    looked = 0;
  }
  yield found;
}

function matches(value: unknown, finder: RegExp): boolean {
  if (typeof value === "string") return !mayBeFile(value) && finder.test(value);
  return !isContainer(value) && finder.test(String(value));
}

function frameOf(id: string, value: unknown): Frame[] {
  if (!isContainer(value)) return [];
  const keys = Array.isArray(value) ? undefined : Object.keys(value);
  const count = keys ? keys.length : (value as unknown[]).length;
  return [{ id, value: value as Frame["value"], keys, count, next: 0 }];
}
