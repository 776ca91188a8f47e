import { expect, test } from "vitest";
import { setupCommands, setupHtml } from "../../../../../src/features/localRuns/vscode/setupHtml.ts";

const view = { url: "http://127.0.0.1:7000", firstRun: undefined };
const pageOf = (changes: Partial<Parameters<typeof setupHtml>[0]> = {}): string =>
  setupHtml({ ...view, ...changes }, ["panel.css"], "https://source");

const linksIn = (html: string): string[] =>
  [...html.matchAll(/href="command:([^"?]+)/g)].map(([, command]) => command!);

test("links call only the commands that the page may call, and nothing runs in it", () => {
  for (const changes of [{}, { url: undefined }, { firstRun: { connectionId: "c", runId: "r" } }]) {
    const html = pageOf(changes);
    expect(linksIn(html).filter((command) => !(setupCommands as readonly string[]).includes(command))).toEqual([]);
    expect(html).not.toContain("<script");
    expect(html).toContain("default-src 'none'");
  }
});

test("it waits for the first run, and then leads to it", () => {
  expect(pageOf()).toContain("Waiting for the first run");
  const arrived = pageOf({ firstRun: { connectionId: "c", runId: '"><img src=x>' } });
  expect(arrived).toContain("The first run has arrived");
  expect(linksIn(arrived)).toContain("dynamiqRuns.openRun");
  expect(arrived).not.toContain("<img");
});

test("without tracing it offers to start it, and names no address", () => {
  const html = pageOf({ url: undefined });
  expect(linksIn(html)).toContain("dynamiqRuns.traceLocalRuns");
  expect(html).not.toContain("127.0.0.1");
});
