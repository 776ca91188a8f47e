import { expect, test } from "vitest";
import { packMessage, unpackMessage } from "#base/json/packedMessage.ts";
import { bytesOf } from "#runs/resultFiles/resultFile.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import type { FileView } from "#workbench/panel/page/valueViews.ts";
import { EventsSearch } from "#workbench/panel/vscode/events/eventsSearch.ts";
import {
  photo,
  note,
  screenshot,
  scan,
  attached,
  chart,
  output,
  open,
  leaksIn,
  travels,
  filesOf,
} from "./support/filesRun.ts";

test("no byte of a file reaches the panel, a copy or a search before it is requested, and none stays in the log", async () => {
  await open(async ({ watch, whole, posted, used, use, presenter }) => {
    expect(posted.map(travels).flatMap(leaksIn)).toEqual([]);
    expect(leaksIn(JSON.stringify([...watch.log]) + JSON.stringify(watch.runStory.steps))).toEqual([]);
    expect(JSON.stringify([...watch.log]).length).toBeLessThan(200_000);
    for (const { sequence } of watch.log) use({ type: "useEvent", use: "copy", sequence });
    for (const side of ["input", "output"] as const) use({ type: "useValue", use: "copy", side, path: [] });
    for (const step of whole.story)
      if (step.kind === "tool")
        for (const side of ["input", "result"] as const) use({ type: "useCall", use: "open", id: step.id, side });
    expect(leaksIn(JSON.stringify(await Promise.all(used)))).toEqual([]);
    expect(await Promise.all(used)).toHaveLength(watch.log.count + 6);
    const found: number[] = [];
    const search = new EventsSearch(
      watch,
      (message) => message.type === "found" && found.push(...message.sequences, ...(message.done ? [-1] : [])),
    );
    search.start(photo.toString("base64").slice(60, 90));
    await expect.poll(() => found).toEqual([-1]);
    // What is saved as a whole is whole.
    use({ type: "useValue", use: "save", side: "output", path: [] });
    expect(used.at(-1)).toEqual(output());
    expect(presenter.value("output", [])).toEqual(output());
  });
});

test("each file is listed in its place, with name, format and size, and arrives exactly as the app sent it", async () => {
  await open(async ({ watch, whole, posted, saved, use }) => {
    const facts = (views: readonly FileView[]) =>
      views.map(({ name, kind, bytes, picture }) => [name, kind, bytes, picture ?? false]);
    const sdk = filesOf(whole.story, "inspect photo");
    expect(facts(sdk)).toEqual([
      ["original.jpg", "JPEG", attached.length, true],
      ["photo-1.jpg", "JPEG", photo.length, true],
      ["note.pdf", "PDF", note.length, false],
      ["chart.png", "PNG", chart.length, true],
      ["screenshot", "PNG", screenshot.length, true],
    ]);
    expect(facts(filesOf(whole.story, "old_tool"))).toEqual([["photo-1.jpg", "JPEG", photo.length, true]]);
    const unknown = whole.story.find((step) => step.kind === "other");
    const large = unknown?.kind === "other" ? (unknown.files ?? []) : [];
    expect(facts(large)).toEqual([["scan.png", "PNG", scan.length, true]]);
    const inEvents = posted.flatMap((message) => (message.type === "event" ? (message.files ?? []) : []));
    expect(inEvents.length).toBeGreaterThan(7);
    const ofValues = [whole.state.input, whole.state.output].flatMap((view) =>
      view.kind === "value" ? (view.files ?? []) : [],
    );
    expect(facts(ofValues.map(({ file }) => file))).toEqual([
      ["original.jpg", "JPEG", attached.length, true],
      ["chart.png", "PNG", chart.length, true],
    ]);

    const places = [...sdk, ...large, ...inEvents, ...ofValues.map(({ file }) => file)];
    const before = posted.length;
    for (const { ref } of places) use({ type: "useFile", use: "save", ref });
    for (const { ref, picture } of places) if (picture) use({ type: "useFile", use: "show", ref });
    await expect
      .poll(() => [saved.length, posted.length - before])
      .toEqual([places.length, places.filter(({ picture }) => picture).length]);
    const hashes = saved.map(([file, name]) => [
      name,
      file && Buffer.from((bytesOf(file, name) as { bytes: Uint8Array }).bytes).equals(expected(name)),
    ]);
    expect(hashes.filter(([, isSame]) => isSame !== true)).toEqual([]);
    for (const message of posted.slice(before)) {
      const arrived = unpackMessage(packMessage(message)) as HostMessage | undefined;
      if (arrived?.type !== "picture") throw new Error(arrived?.type);
      const { name } = places.find(({ ref }) => JSON.stringify(ref) === JSON.stringify(arrived.ref))!;
      expect([name, arrived.error, Buffer.from(arrived.bytes!).equals(expected(name))]).toEqual([
        name,
        undefined,
        true,
      ]);
      expect(arrived.mime).toMatch(/^image\/(png|jpeg)$/);
    }
    expect(leaksIn(JSON.stringify([...watch.log]))).toEqual([]);
  });
});

function expected(name: string): Buffer {
  return {
    "photo-1.jpg": photo,
    "note.pdf": note,
    "chart.png": chart,
    "original.jpg": attached,
    "scan.png": scan,
    screenshot,
  }[name]!;
}
