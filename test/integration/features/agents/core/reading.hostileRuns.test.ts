import { expect, test } from "vitest";
import type { ToolResult } from "#workbench/tools/core/agentTool.ts";
import { hostileRuns, startHostileApp } from "../../../../support/agentTools/hostileApp.ts";
import { hostileContents } from "../../../../support/agentTools/hostileContents.ts";
import { openToolWorld } from "../../../../support/agentTools/toolWorld.ts";

const accessKey = `dynamiq_acc_${"k3Y".repeat(20)}`;
const { failed, done, waiting } = hostileRuns;
const reads: readonly [string, object][] = [
  ["listRuns", {}],
  ["getRun", { runId: failed }],
  ["getRun", { runId: done, part: "output" }],
  ["readStory", { runId: failed }],
  ["readStory", { runId: failed, from: "start" }],
  ["readStory", { runId: failed, step: "3" }],
  ["findInRun", { runId: failed, text: "run" }],
  ["readEvents", { runId: failed }],
  ["readEvents", { runId: failed, sequence: 4 }],
  ["compareRuns", { runA: done, runB: failed }],
  ["listInputRequests", {}],
  ["waitForRun", { runId: waiting }],
  ["getRun", { runId: "absent" }],
];
const effects: readonly [string, object][] = [
  ["cancelRun", { runId: waiting }],
  ["answerInputRequest", { runId: waiting, requestId: "request-1", approved: true }],
];
const calls = [...reads, ...effects];

/** What may not be in a result: what isn't seen, reorders text, or acts on a terminal. */
const unseen =
  /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/u;

interface Told {
  results: ToolResult[];
  requests: string[];
  asked: { question: string; facts: readonly string[] }[];
  errors: unknown[];
}

/** Calls every tool on an app whose runs say a text; nobody confirms anything. */
async function toldBy(content: string): Promise<Told> {
  await using app = await startHostileApp(content);
  await using world = await openToolWorld({ baseUrl: app.url, accessKey });
  world.agrees = false;
  const results: ToolResult[] = [];
  for (const [name, input] of calls) results.push(await world.call(name, input));
  return { results, requests: app.requests, asked: world.asked, errors: world.errors };
}

/**
 * What a result says outside its block, without numbers, and without how it continues.
 *
 * @throws when it isn't exactly one block
 */
function outside({ text }: ToolResult, tool: string): string[] {
  const [, name] = /<<<run-data (\w+): /.exec(text) ?? [];
  const parts =
    name === undefined ? [text] : text.split(new RegExp(`<<<run-data ${name}: .*|^run-data ${name} ends>>>$`, "m"));
  if (name !== undefined && parts.length !== 3) throw new Error(`${parts.length} parts instead of 3`);
  const own = name === undefined ? parts : [parts[0]!, parts[2]!];
  const next = `To continue, call ${tool} with the same arguments and cursor "[\\w-]+"\\.`;
  const isNext = new RegExp(`^(Left out: [\\w ,.]+|${next}|)$`);
  return own
    .flatMap((part) => part.split("\n"))
    .filter((line) => !isNext.test(line))
    .map(plain);
}

function plain(line: string): string {
  return line
    .replace(/\d[\d,.]*(?: to \d[\d,.]*)?/g, "N")
    .replace(/\b(steps?|events?|characters?|runs?|requests?)\b/g, "things");
}

const harmless = await Promise.all(["hello", "run ".repeat(1_000), "run\n".repeat(12_500)].map(toldBy));

test.each(Object.entries(hostileContents))("a run that says %s changes nothing", async (_, content) => {
  const { results, requests, asked, errors } = await toldBy(content);
  results.forEach((result, index) => {
    const known = new Set(harmless.flatMap(({ results: all }) => outside(all[index]!, calls[index]![0])));
    expect(outside(result, calls[index]![0]).filter((line) => !known.has(line))).toEqual([]);
    expect(result.tokens).toBeLessThanOrEqual(4_000);
    expect(result.text).not.toMatch(unseen);
    expect(Buffer.from(result.text).includes(accessKey)).toBe(false);
    expect(result.text).not.toMatch(/dynamiq_acc_\w|dyn_pat_\w|uak_\w|Bearer \w{12}/);
    expect(result.isError).toBe(harmless[0]!.results[index]!.isError);
  });
  // A large value is read again where the story left it out.
  expect(new Set(requests)).toEqual(new Set(harmless[0]!.requests));
  // An answer whose question is too long to be read is refused, whatever the text says.
  const like = content.length > 20_000 ? harmless[2]! : harmless[0]!;
  expect(asked.map(({ question }) => question)).toEqual(like.asked.map(({ question }) => question));
  for (const fact of asked.flatMap(({ facts }) => facts)) {
    expect(fact).not.toMatch(unseen);
    expect(fact).not.toContain("\n");
  }
  expect(errors).toEqual([]);
});

test("an answer to a question that nobody can read is refused", () => {
  const questions = harmless.map(({ asked }) => asked.map(({ question }) => question));
  const [cancel, answer] = ["Cancel a run on Support Triage?", "Send an answer to a run on Support Triage?"];
  expect(questions).toEqual([[cancel, answer], [cancel, answer], [cancel]]);
  const refused = harmless[2]!.results.filter(({ text }) => text.includes("too long to show to the person"));
  expect(refused).toHaveLength(1);
});

test("there are at least 40 hostile contents, and the block of each result has another name", () => {
  expect(Object.keys(hostileContents).length).toBeGreaterThanOrEqual(40);
  const names = harmless.flatMap(({ results }) =>
    results.flatMap(({ text }) => /<<<run-data (\w+)/.exec(text)?.[1] ?? []),
  );
  expect(new Set(names).size).toBe(names.length);
});
