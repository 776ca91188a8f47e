import { expect, test } from "vitest";
import { lostWords } from "#features/localRuns/core/lostWords.ts";
import { setupCommands, setupHtml, type SetupView } from "#features/localRuns/vscode/setupHtml.ts";

const ref = { connectionId: "c", runId: '"><img src=x>' };
const view: SetupView = {
  url: "http://127.0.0.1:7000",
  runs: { count: 0, newest: undefined },
  arrived: undefined,
  lost: [],
};
const pageOf = (changes: Partial<SetupView> = {}): string =>
  setupHtml({ ...view, ...changes }, ["panel.css"], "https://source");
const lost = lostWords({
  losses: (["key", "content", "unsaved"] as const).map((kind) => ({ kind, count: 2, reason: "<img src=x>." })),
  files: ["<img>.jsonl: it isn't a trace"],
});

const linksIn = (html: string): string[] =>
  [...html.matchAll(/href="command:([^"?]+)/g)].map(([, command]) => command!);

test("links call only the commands that the page may call, and nothing runs in it", () => {
  for (const changes of [{}, { url: undefined }, { arrived: ref }, { runs: { count: 1, newest: ref } }, { lost }]) {
    const html = pageOf(changes);
    expect(linksIn(html).filter((command) => !(setupCommands as readonly string[]).includes(command))).toEqual([]);
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<img");
    expect(html).toContain("default-src 'none'");
  }
});

test("it waits for the first run, and then leads to it", () => {
  expect(pageOf()).toContain("Waiting for the first run");
  const arrived = pageOf({ arrived: ref });
  expect(arrived).toContain("A run has arrived");
  expect(linksIn(arrived)).toContain("dynamiqRuns.openRun");
});

test("it waits for no first run when there are runs, and leads to the newest one", () => {
  const html = pageOf({ runs: { count: 8, newest: ref } });
  expect(html).not.toContain("Waiting");
  expect(html).toContain("8 runs are in the list.");
  expect(html).toContain("Open Newest Run");
});

test("it says what was lost, with the number and the way out", () => {
  expect(pageOf()).not.toContain("Traces that aren't in the list");
  const html = pageOf({ lost });
  for (const said of [
    "2 traces were sent with a different access key.",
    "2 traces weren't saved.",
    "1 trace of earlier runs",
  ])
    expect(html).toContain(said);
  for (const way of ["copyTracingVariables", "copyTracingCode", "clearLocalRuns"])
    expect(linksIn(html)).toContain(`dynamiqRuns.${way}`);
});

test("without tracing it offers to start it, waits for nothing, and names no address", () => {
  const html = pageOf({ url: undefined });
  expect(linksIn(html)).toContain("dynamiqRuns.traceLocalRuns");
  expect(html).not.toContain("127.0.0.1");
  expect(html).not.toContain("Waiting");
});
