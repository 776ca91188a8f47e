import { expect, test } from "vitest";
import type { FilePlace, FileView } from "../../../../src/features/panel/page/valueViews.ts";
import { packMessage, unpackMessage } from "../../../../src/features/panel/page/wire.ts";
import { EventsSearch } from "../../../../src/features/panel/vscode/events/eventsSearch.ts";
import { bytesOf } from "../../../../src/runs/resultFiles/resultFile.ts";
import { png } from "../../../support/samples/fileSamples.ts";
import {
  noise,
  photo,
  note,
  screenshot,
  scan,
  attached,
  chart,
  output,
  inTexts,
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
    const holes = [whole.state.input, whole.state.output].flatMap((view) =>
      view.kind === "value" ? (view.holes ?? []) : [],
    );
    expect(facts(holes.flatMap(({ file }) => file ?? []))).toEqual([
      ["original.jpg", "JPEG", attached.length, true],
      ["chart.png", "PNG", chart.length, true],
    ]);

    const places = [...sdk, ...large, ...inEvents, ...holes.flatMap(({ file }) => file ?? [])];
    const before = posted.length;
    for (const { place } of places) use({ type: "useFile", use: "save", place });
    for (const { place, picture } of places) if (picture) use({ type: "useFile", use: "show", place });
    await expect
      .poll(() => [saved.length, posted.length - before], { timeout: 30_000 })
      .toEqual([places.length, places.filter(({ picture }) => picture).length]);
    const hashes = saved.map(([file, name]) => [
      name,
      file && Buffer.from((bytesOf(file, name) as { bytes: Uint8Array }).bytes).equals(expected(name)),
    ]);
    expect(hashes.filter(([, isSame]) => isSame !== true)).toEqual([]);
    for (const message of posted.slice(before)) {
      const arrived = unpackMessage(packMessage(message));
      if (arrived?.type !== "picture") throw new Error(arrived?.type);
      const { name } = places.find(({ place }) => JSON.stringify(place) === JSON.stringify(arrived.place))!;
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

test("a file that isn't a picture, doesn't exist or has no bytes gets a sentence, and an event is read alone", async () => {
  await open(async ({ whole, posted, saved, use, requests }) => {
    const [, , pdfFile] = filesOf(whole.story, "inspect photo");
    const before = posted.length;
    const places: FilePlace[] = [
      pdfFile!.place,
      { in: "output", path: ["nothing"] },
      { in: "event", sequence: 3_000, path: ["data", "scan"] },
      { in: "call", id: "__proto__", part: "files", path: [0] },
    ];
    for (const place of places) use({ type: "useFile", use: "show", place });
    await expect.poll(() => posted.length - before).toBe(places.length);
    const gone = "The app no longer stores the event with this file.";
    const errors = posted
      .slice(before)
      .map((message) => (message.type === "picture" ? [message.place, message.error] : []));
    expect(errors).toHaveLength(4);
    expect(errors).toEqual(
      expect.arrayContaining([
        [places[0], "Only images can be shown here."],
        ...places.slice(1).map((place) => [place, gone]),
      ]),
    );
    use({ type: "useFile", use: "save", place: places[1]! });
    await expect.poll(() => saved).toEqual([[undefined, ""]]);
    const read = requests().filter((url) => url.includes("/events"));
    expect(read.filter((url) => url.includes("page_size=1")).length).toBeGreaterThan(0);
  });
});

test("files in JSON inside a text of input and output, one of 1 MB, stay out of the panel until they are requested", async () => {
  const huge = noise(1024 * 1024, png(4_000, 3_000));
  const isHuge = (text: string): boolean => text.includes(huge.toString("base64", 3_000, 6_000));
  const sides = inTexts(huge);
  await open(
    async ({ whole, posted, saved, used, use }) => {
      expect(posted.map(travels).filter((text) => isHuge(text) || leaksIn(text).length > 0)).toEqual([]);
      const views = [whole.state.input, whole.state.output];
      const texts = views.flatMap((view) => (view.kind === "value" ? (view.texts ?? []) : []));
      const files = texts.flatMap((text) => text.files);
      expect(files.map(({ name, kind, bytes, picture }) => [name, kind, bytes, picture])).toEqual([
        ["original.jpg", "JPEG", attached.length, true],
        ["scan.png", "PNG", huge.length, true],
        ["chart.png", "PNG", chart.length, true],
      ]);
      const before = posted.length;
      for (const { place } of files) {
        use({ type: "useFile", use: "save", place });
        use({ type: "useFile", use: "show", place });
      }
      await expect.poll(() => [saved.length, posted.length - before], { timeout: 30_000 }).toEqual([3, 3]);
      const sent = [attached, huge, chart];
      expect(saved.map(([file], i) => Buffer.from(file!.content, "base64").equals(sent[i]!))).toEqual([
        true,
        true,
        true,
      ]);
      const pictures = posted.slice(before).map((message) => (message.type === "picture" ? message.bytes : undefined));
      expect(pictures.map((bytes, i) => Buffer.from(bytes!).equals(sent[i]!))).toEqual([true, true, true]);
      use({ type: "useValue", use: "copy", side: "output", path: [] });
      use({ type: "useValue", use: "save", side: "output", path: [] });
      expect(used.map((value) => isHuge(value as string))).toEqual([false, true]);
      expect(used[1] === sides.output).toBe(true);
    },
    scan,
    sides,
  );
});
