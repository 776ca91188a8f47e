import { expect, test } from "vitest";
import { memoryFrom, savedPositions } from "#workbench/panel/page/state/savedPositions.ts";
import { createViewMemory, turnTo } from "#workbench/panel/page/state/viewMemory.ts";

function reader() {
  const memory = createViewMemory();
  turnTo(memory, "r1");
  Object.assign(memory.events, {
    opened: true,
    filter: { groups: ["tools"], failedOnly: true },
    query: "charge",
    wrap: false,
    selected: 306,
    seen: 400,
    place: { sequence: 297, below: 7 },
  });
  Object.assign(memory.trees.output, { top: 120, selected: "/refund", open: new Set(["", "/refund"]), query: "usd" });
  return memory;
}

/** As VS Code keeps it. */
const kept = (memory: ReturnType<typeof reader>): unknown => JSON.parse(JSON.stringify(savedPositions(memory)));

test("the reader's place is restored when the panel comes back", () => {
  const memory = memoryFrom(kept(reader()));
  turnTo(memory, "r1");
  const { place, ...rest } = reader().events;
  expect(memory.events).toEqual({ ...rest, wanted: place });
  expect(memory.trees).toEqual(reader().trees);
});

test("so is that of the story, with what was open", () => {
  const memory = reader();
  const open = new Map([
    ["s3", true],
    ["s4", false],
  ]);
  const place = { sequence: 40, below: 12 };
  Object.assign(memory.story, { opened: true, landed: true, sawRunning: true, open, place });
  const back = memoryFrom(kept(memory)).story;
  const left = { opened: true, landed: true, sawRunning: true, atEnd: false, target: 40, land: -12, place };
  expect(back).toMatchObject(left);
  expect([...back.open]).toEqual([...open]);
  memory.story.atEnd = true;
  expect(memoryFrom(kept(memory)).story).toMatchObject({ opened: true, atEnd: true });
  memory.story.opened = false;
  expect(memoryFrom(kept(memory)).story).toEqual(createViewMemory().story);
});
