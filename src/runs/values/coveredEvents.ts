import type { RunEvent } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { type Cover, withCovers } from "./cover.ts";
import type { Range } from "./secretForms.ts";

/** Whether an event may bring a piece of a text, as models write it. */
export function hasPieces(event: RunEvent | undefined): boolean {
  return event !== undefined && (event.type.endsWith(".delta") || event.type === "run.data");
}

/** A text in an event that may go on in the next one. */
interface TextPiece {
  event: RunEvent;
  /** The index of the text among those of its event. */
  textIndex: number;
  text: string;
}

/** Events with covers, also of a key in several pieces. @param all these events and those around them, in order */
export function coveredEvents(events: readonly RunEvent[], cover: Cover, all: readonly RunEvent[]): RunEvent[] {
  const ranges = new Map<RunEvent, Map<number, Range[]>>();
  for (const pieces of growingTexts(all.filter(hasPieces))) {
    let start = 0;
    const found = cover.ranges(pieces.map(({ text }) => text).join(""));
    for (const { event, textIndex, text } of pieces) {
      const own = found.flatMap(({ from, to }) => {
        const inPiece = { from: Math.max(0, from - start), to: Math.min(text.length, to - start) };
        return inPiece.from < inPiece.to ? [inPiece] : [];
      });
      start += text.length;
      if (own.length === 0) continue;
      const ofEvent = ranges.get(event) ?? new Map<number, Range[]>();
      ranges.set(event, ofEvent.set(textIndex, [...(ofEvent.get(textIndex) ?? []), ...own]));
    }
  }
  return events.map((event) => {
    const ofEvent = ranges.get(event);
    if (!ofEvent) return cover.value(event);
    let textIndex = 0;
    const data = withTexts(event.data, (text) => withCovers(text, ofEvent.get(textIndex++) ?? []));
    return cover.value({ ...event, data });
  });
}

/** What tells the texts of several speakers apart that arrive at the same time. */
const speakers = new Set(["iteration", "object", "source", "entity_id", "wf_run_id", "id", "step", "name", "index"]);

/** The pieces of each text: those at one path in events of one type, of all speakers together and of each alone. */
function growingTexts(events: readonly RunEvent[]): Iterable<TextPiece[]> {
  const texts = new Map<string, TextPiece[]>();
  for (const event of events) {
    const all = [...leavesOf(event.data)];
    const speaker = [...all, ...leavesOf(event.source, ".source", "source")]
      .filter(({ name }) => speakers.has(name))
      .map(({ path, value }) => `${path} ${String(value)}`)
      .join(" ");
    const own = all.flatMap(({ path, value }) => (typeof value === "string" ? [{ path, text: value }] : []));
    for (const [textIndex, { path, text }] of own.entries()) {
      for (const key of [`${event.type} ${path}`, `${event.type} ${path} ${speaker}`]) {
        const pieces = texts.get(key) ?? [];
        pieces.push({ event, textIndex, text });
        texts.set(key, pieces);
      }
    }
  }
  return texts.values();
}

/** The texts and numbers in a value, in order. @param name of the field they are in */
function* leavesOf(value: unknown, path = "", name = ""): Generator<{ path: string; name: string; value: unknown }> {
  if (!isContainer(value)) yield { path, name, value };
  else {
    const isList = Array.isArray(value);
    for (const [key, each] of Object.entries(value)) yield* leavesOf(each, `${path}.${key}`, isList ? name : key);
  }
}

/** The value with its texts replaced, in the same order. */
function withTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (!isContainer(value)) return value;
  if (Array.isArray(value)) return value.map((each) => withTexts(each, replace));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withTexts(each, replace)]));
}
