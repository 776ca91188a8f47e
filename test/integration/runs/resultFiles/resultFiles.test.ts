import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import type { Run, RunEvent } from "../../../../src/api/schemas.ts";
import type { HostMessage } from "../../../../src/protocol/messages.ts";
import type { StepView } from "../../../../src/protocol/storyViews.ts";
import type { FilePlace, FileView } from "../../../../src/protocol/valueViews.ts";
import { packMessage, unpackMessage } from "../../../../src/protocol/wire.ts";
import { type RunWatch, RunWatcher } from "../../../../src/runs/live/runWatcher.ts";
import { bytesOf, type ResultFile } from "../../../../src/runs/resultFiles/resultFile.ts";
import { Random } from "../../../../src/sample/agent/random.ts";
import { SdkAgent } from "../../../../src/sample/sdk/sdkAgent.ts";
import { workflowEnd } from "../../../../src/sample/sdk/sdkNodes.ts";
import { EventsSearch } from "../../../../src/views/panel/events/eventsSearch.ts";
import { usePart } from "../../../../src/views/panel/partActions.ts";
import { RunPresenter } from "../../../../src/views/panel/runPresenter.ts";
import { jpeg, pdf, png } from "../../../support/samples/fileSamples.ts";
import { connect } from "../../api/clients.ts";
import { serve } from "../../api/servers.ts";

const noise = (bytes: number, head: Uint8Array = Buffer.alloc(0)): Buffer => Buffer.concat([head, randomBytes(bytes)]);
const fileOf = (bytes: Buffer, name?: string) => ({
  content: bytes.toString("base64"),
  size: bytes.length,
  ...(name ? { name } : {}),
});

const photo = noise(2_000, jpeg(1280, 720));
const note = noise(900, pdf);
const screenshot = noise(700, png(640, 480));
const scan = noise(1024 * 1024, png(4_000, 3_000));
const attached = noise(600, jpeg(64, 48));
const chart = noise(500, png(32, 24));
const all = { photo, note, screenshot, scan, attached, chart };

function events(scanned: Buffer): RunEvent[] {
  const random = new Random(7);
  const node = { id: "agent-1", name: "Evidence agent", group: "agents", type: "dynamiq.nodes.agents.Agent" };
  const agent = new SdkAgent(random, "wf-1", node);
  const tool = { name: "inspect photo", type: "dynamiq.nodes.tools.Python" };
  const messages = [
    ...agent.turn("Look.", {
      tool,
      input: { original: fileOf(attached, "original.jpg") },
      result: JSON.stringify({ damage: "corner", preview: fileOf(chart, "chart.png") }, null, 2),
      files: [
        { ...fileOf(photo), name: "photo-1.jpg", mime_type: "image/jpeg" },
        { ...fileOf(note), name: "note.pdf", mime_type: "application/pdf" },
      ],
      output: { screenshot: fileOf(screenshot), rows: 2 },
    }),
    { scan: fileOf(scanned, "scan.png") },
    workflowEnd(random, "wf-1", {
      "agent-1": { status: "success", input: {}, output: { content: "Done.", chart: fileOf(chart, "chart.png") } },
    }),
  ];
  const call = { id: "c1", tool: { name: "old_tool" }, input: {}, result: "ok", files: [fileOf(photo, "photo-1.jpg")] };
  const listed: [string, unknown][] = [
    ["run.started", { id: "r1" }],
    ...messages.map((data): [string, unknown] => ["run.data", data]),
    ["agent.tool_call.completed", call],
    ["run.completed", { id: "r1", output: output() }],
  ];
  return listed.map(([type, data], i) => ({
    sequence: i + 1,
    type,
    timestamp: new Date(Date.UTC(2026, 5, 10) + i).toISOString(),
    data,
  }));
}

const output = () => ({ text: "Done.", chart: fileOf(chart, "chart.png") });
const input = () => ({ question: "What happened?", attached: fileOf(attached, "original.jpg") });
/** Both with their files in JSON inside a text. */
const inTexts = (scanned: Buffer) => ({
  input: { request: JSON.stringify({ attached: fileOf(attached, "original.jpg") }, null, 2) },
  output: JSON.stringify({
    tool: JSON.stringify({ scan: fileOf(scanned, "scan.png") }),
    chart: fileOf(chart, "chart.png"),
  }),
});

/** Follows the run over real sockets and gives what its panel gets and asks for. */
async function open(
  use: (panel: Awaited<ReturnType<typeof panelOf>>) => Promise<void>,
  scanned = scan,
  sides: Pick<Run, "input" | "output"> = { input: input(), output: output() },
): Promise<void> {
  const stored = events(scanned);
  const run: Run = { id: "r1", status: "completed", ...sides };
  await using server = await serve(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    if (pathname.endsWith("/stream")) return stream(stored, response);
    if (!pathname.endsWith("/events"))
      return json(response, { data: { ...run, ...(streamed ? {} : { status: "started", output: null }) } });
    const [page, size] = [Number(searchParams.get("page")), Number(searchParams.get("page_size"))];
    const data = stored.slice((page - 1) * size, page * size);
    return json(response, {
      data,
      pagination: { page, page_size: size, page_count: Math.ceil(stored.length / size), total_count: stored.length },
    });
  });
  let streamed = false;
  const stream = (sent: readonly RunEvent[], response: ServerResponse): void => {
    streamed = true;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(sent.map((event) => `id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
  };
  await using connection = connect(server.url);
  const watcher = new RunWatcher({ api: async () => connection.client, onRun: () => undefined });
  const watch = watcher.watch("r1");
  await expect.poll(() => watch.state.kind, { timeout: 30_000 }).toBe("ended");
  await use(await panelOf(watch, () => server.requests.map(({ url }) => url)));
  watcher.dispose();
}

async function panelOf(watch: RunWatch, requests: () => string[]) {
  const posted: HostMessage[] = [];
  const used: unknown[] = [];
  const saved: [ResultFile | undefined, string][] = [];
  const presenter = new RunPresenter(watch, () => ({
    name: "Support",
    production: false,
    exists: true,
    trusted: true,
    canCompare: false,
  }));
  const whole = presenter.whole();
  if ("type" in whole) throw new Error(whole.type);
  posted.push({ type: "snapshot", ...whole });
  for (const { sequence } of watch.log)
    posted.push(await presenter.events.message(sequence), await presenter.events.pastRows(sequence));
  const services = {
    use: (_: unknown, value: unknown) => used.push(value),
    saveFile: (file: Promise<ResultFile | undefined>, nameOf: (file: ResultFile) => string) =>
      void file.then((read) => saved.push([read, read ? nameOf(read) : ""])),
  };
  const parts = {
    watch,
    presenter,
    services,
    draw: () => undefined,
    post: (message: HostMessage) => posted.push(message),
  };
  return {
    watch,
    presenter,
    whole,
    posted,
    used,
    saved,
    requests,
    use: (message: Parameters<typeof usePart>[0]) => usePart(message, parts),
  };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** The names of the files of which a text has any bytes. */
function leaksIn(text: string): string[] {
  const names = Object.keys(all) as (keyof typeof all)[];
  return names.filter((name) => {
    const base64 = all[name].toString("base64");
    return [80, base64.length - 60].some((from) => text.includes(base64.slice(from, from + 40)));
  });
}

const travels = (message: HostMessage): string => new TextDecoder().decode(packMessage(message).packed);

function filesOf(story: readonly StepView[], name: string): FileView[] {
  const call = story.find((item) => item.kind === "tool" && item.name === name);
  return call?.kind === "tool"
    ? [...(call.inputFiles ?? []), ...(call.resultFiles ?? []), ...(call.outputFiles ?? [])]
    : [];
}

test("no byte of a file reaches the panel, a copy or a search before it is asked for, and none stays in the log", async () => {
  await open(async ({ watch, whole, posted, used, use, presenter }) => {
    expect(posted.map(travels).flatMap(leaksIn)).toEqual([]);
    expect(leaksIn(JSON.stringify([...watch.log]) + JSON.stringify(watch.runStory.items))).toEqual([]);
    expect(JSON.stringify([...watch.log]).length).toBeLessThan(200_000);
    for (const { sequence } of watch.log) use({ type: "useEvent", use: "copy", sequence });
    for (const side of ["input", "output"] as const) use({ type: "useValue", use: "copy", side, path: [] });
    for (const item of whole.story)
      if (item.kind === "tool")
        for (const side of ["input", "result"] as const) use({ type: "useCall", use: "open", id: item.id, side });
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

test("each file is listed where it is, by name, kind and size, and comes exactly as the app sent it", async () => {
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
    const unknown = whole.story.find((item) => item.kind === "other");
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

test("what is no picture, is nowhere, or has no bytes is answered with a sentence, and an event is read alone", async () => {
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

test("a file of 20 MB in one event of the stream is told by its words, and is shown when it is asked for", async () => {
  const huge = noise(20 * 1024 * 1024, png(4_000, 3_000));
  await open(async ({ watch, whole, posted, use }) => {
    expect(JSON.stringify([...watch.log]).length).toBeLessThan(200_000);
    const unknown = whole.story.find((item) => item.kind === "other");
    const [file] = unknown?.kind === "other" ? (unknown.files ?? []) : [];
    expect(file).toMatchObject({ name: "scan.png", bytes: huge.length, pixels: { width: 4_000, height: 3_000 } });
    const before = posted.length;
    use({ type: "useFile", use: "show", place: file!.place });
    await expect.poll(() => posted.length - before, { timeout: 30_000 }).toBe(1);
    const [picture] = posted.slice(before);
    expect(picture?.type === "picture" && picture.bytes && Buffer.from(picture.bytes).equals(huge)).toBe(true);
  }, huge);
});

test("files in JSON inside a text of input and output, one of 20 MB, stay out of the panel until it asks", async () => {
  const huge = noise(20 * 1024 * 1024, png(4_000, 3_000));
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
