import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { expect } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { packMessage } from "#base/json/packedMessage.ts";
import { type RunWatch, RunWatcher } from "#runs/live/runWatcher.ts";
import type { ResultFile } from "#runs/resultFiles/resultFile.ts";
import { Random } from "#sample/agent/random.ts";
import { workflowEnd } from "#sample/agent/sdkMessages.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { FileView } from "#workbench/panel/page/valueViews.ts";
import { usePart } from "#workbench/panel/vscode/partActions.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";
import { SdkAgent } from "../../../../support/sample/scenes/sdkAgent.ts";
import { jpeg, pdf, png } from "../../../../support/samples/fileSamples.ts";
import { connect } from "../../../api/clients.ts";
import { serve } from "../../../api/servers.ts";

const noise = (bytes: number, head: Uint8Array = Buffer.alloc(0)): Buffer => Buffer.concat([head, randomBytes(bytes)]);
const fileOf = (bytes: Buffer, name?: string) => ({
  content: bytes.toString("base64"),
  size: bytes.length,
  name: name || undefined,
});

export const photo = noise(2_000, jpeg(1280, 720));
export const note = noise(900, pdf);
export const screenshot = noise(700, png(640, 480));
export const scan = noise(1024 * 1024, png(4_000, 3_000));
export const attached = noise(600, jpeg(64, 48));
export const chart = noise(500, png(32, 24));
const all = { photo, note, screenshot, scan, attached, chart };

function events(): RunEvent[] {
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
    { scan: fileOf(scan, "scan.png") },
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

export const output = () => ({ text: "Done.", chart: fileOf(chart, "chart.png") });
const input = () => ({ question: "What happened?", attached: fileOf(attached, "original.jpg") });

/** Follows the run over real sockets and gives what its panel gets and asks for. */
export async function open(use: (panel: Awaited<ReturnType<typeof panelOf>>) => Promise<void>): Promise<void> {
  const stored = events();
  const run: Run = { id: "r1", status: "completed", input: input(), output: output() };
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
  await expect.poll(() => watch.state.kind).toBe("ended");
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
export function leaksIn(text: string): string[] {
  const names = Object.keys(all) as (keyof typeof all)[];
  return names.filter((name) => {
    const base64 = all[name].toString("base64");
    return [80, base64.length - 60].some((from) => text.includes(base64.slice(from, from + 40)));
  });
}

export const travels = (message: HostMessage): string => new TextDecoder().decode(packMessage(message).packed);

export function filesOf(story: readonly StepView[], name: string): FileView[] {
  const call = story.find((step) => step.kind === "tool" && step.name === name);
  return call?.kind === "tool"
    ? [...(call.inputFiles ?? []), ...(call.resultFiles ?? []), ...(call.outputFiles ?? [])]
    : [];
}
