import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { endSentence } from "#cli/run/followRun.ts";
import { StoryPrinter } from "#cli/run/storyPrinter.ts";
import { Composer, type ComposerServices } from "#features/conversations/vscode/composer.ts";
import { turnView } from "#features/conversations/vscode/turnView.ts";
import { evaluateChecks } from "#features/golden/core/evaluateChecks.ts";
import { cleanRun, textsOf } from "#features/search/core/documents/indexedRun.ts";
import { comparisonCopy } from "#runs/compare/addComparison.ts";
import { writeExport } from "#runs/exports/exportWriter.ts";
import { conversationOf } from "#runs/sessions/conversation.ts";
import { RunStory } from "#runs/story/runStory.ts";
import { readRunWithStory } from "#runs/text/heldStories.ts";
import { runCopy, stepsCopy, conversationCopy } from "#runs/text/runCopy.ts";
import { Cover } from "#runs/values/cover.ts";
import { withoutLarge } from "#runs/values/largeValue.ts";
import { toolLogLine } from "#workbench/tools/core/toolHost.ts";
import { temporaryFolder } from "../../../harness/paths.ts";
import { startAppWith, type ToldApp } from "../../../support/agentTools/hostileApp.ts";
import { openToolWorld, type ToolWorld } from "../../../support/agentTools/toolWorld.ts";
import { cases } from "../../../support/cases.ts";
import { goldenTestWith } from "../../../support/golden/goldenTestWith.ts";

/** As long a part of a secret would help somebody to find the rest. */
const partLength = 6;

const signs = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
/** Without words, and never made simpler: parts of it would stand in any text. */
const random = (alphabet: string, minLength: number, maxLength: number) =>
  fc.noShrink(
    fc.array(fc.constantFrom(...Array.from(alphabet)), { minLength, maxLength }).map((letters) => letters.join("")),
  );
/** The connection's own key, of any form that a header can hold. */
const ownKey = fc
  .tuple(random(`${signs}!#$%&'*+-.^_|~/=:;<>(){}[]@,"\\\`?`, 8, 40), random(signs, 12, 40))
  .map(([odd, plain]) => plain.slice(0, 8) + odd + plain.slice(8));
/** A secret that nobody knows: it has to be recognized by where it stands. */
const unknown = random(signs, 20, 60);

/** Ordinary words, which have no part of any secret. */
const filler = fc
  .array(fc.constantFrom("the", "order", "of", "a", "customer", "was", "paid", "twice,", "so", "it", "waits.", "\n"), {
    maxLength: 90,
  })
  .map((words) => words.join(" "));

/** Texts in which an unknown secret can be recognized. */
const contexts: readonly ((secret: string) => string)[] = [
  (secret) => `Authorization: Bearer ${secret}`,
  (secret) => `curl -H 'Authorization: Token ${secret}' https://a.example`,
  (secret) => `authorization: Custom-Scheme ${secret}, more="${secret}"`,
  (secret) => `Authorization: Digest username="x", response="${secret}"`,
  (secret) => `AWS4-HMAC-SHA256 Credential=${secret}/eu, Signature=${secret}`,
  (secret) => `Authorization: Basic ${btoa(`user:${secret}`)}`,
  (secret) => `Bearer ${secret}`,
  (secret) => `DB_PASSWORD=${secret}`,
  (secret) => `Cookie: theme=dark; session=${secret}`,
  (secret) => `https://user:${secret}@db.example/x`,
  (secret) => `https://a.example/x?a=1&access_token=${secret}&b=2`,
  (secret) => `dynamiq_acc_${secret}`,
  (secret) => `sk-${secret}`,
  (secret) => `eyJ${secret}.${secret}.${secret}`,
  (secret) => `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
  (secret) => JSON.stringify({ a: [{ client_secret: { raw: secret } }] }),
  (secret) => JSON.stringify({ body: JSON.stringify({ "set-cookie": [`sid=${secret}`] }) }),
  (secret) => `{'password': '${secret}', 'a': None}`,
];

/** Values that hold an unknown secret. */
const holders: readonly ((secret: string) => unknown)[] = [
  (secret) => ({ "set-cookie": [`sid=${secret}`, "b"] }),
  (secret) => ({ token: secret, secret: { value: [secret] } }),
  (secret) => ({ private_key: ["-----BEGIN PRIVATE KEY-----", secret] }),
  (secret) => [{ name: "X-Api-Key", value: secret }],
  (secret) => ({ headers: [["Cookie", secret]], args: ["--password", secret] }),
  (secret) => ({ credentials: { user: "x", pass: secret } }),
];

/** The own key as it may be written. */
const spellings: readonly ((key: string) => string)[] = [
  (key) => key,
  (key) => JSON.stringify({ key: `x${key}y` }),
  (key) => encodeURIComponent(key),
  (key) => `${key.slice(0, 9)}\n  ${key.slice(9)}`,
  (key) => btoa(`user:${key}`),
  (key) => btoa(`a:${key}:b`).replace(/=+$/, ""),
];

interface Planted {
  key: string;
  secret: string;
  /** A text with both, and a value with both. */
  text: string;
  value: unknown;
}

const planted: fc.Arbitrary<Planted> = fc
  .tuple(
    ownKey,
    unknown,
    fc.array(fc.tuple(filler, fc.constantFrom(...contexts), fc.constantFrom(...spellings)), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.array(fc.constantFrom(...holders), { minLength: 1, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([key, secret, places, held, asName]) => {
    const texts = places.map(([before, context, spell]) => `${before}\n${context(secret)}\n${before} ${spell(key)}`);
    const text = texts.join("\n");
    const values = held.map((hold) => hold(secret));
    const value = { rows: [...texts, ...values], note: texts[0], ...(asName ? { [`x${key}`]: [key] } : {}) };
    return { key, secret, text, value };
  });

/** All parts of a secret, also of its spellings in base64. */
function partsOf({ key, secret }: Planted): string[] {
  return [...formsOf(key), secret, btoa(`user:${secret}`).slice(8, -4)].flatMap((whole) => partsIn(whole, partLength));
}

function formsOf(key: string): string[] {
  const encoded = [0, 1, 2].map((before) =>
    btoa(" ".repeat(before) + key)
      .replace(/=+$/, "")
      .slice(4, -4),
  );
  return [key, ...encoded];
}

function partsIn(whole: string, length: number): string[] {
  return Array.from({ length: whole.length - length + 1 }, (_, at) => whole.slice(at, at + length));
}

function expectNothingOf(them: Planted, texts: Readonly<Record<string, string>>): void {
  const parts = partsOf(them);
  for (const [what, text] of Object.entries(texts)) {
    const shown = parts.filter((part) => text.includes(part));
    if (shown.length > 0) throw new Error(`${what} shows ${JSON.stringify(shown[0])}:\n${text.slice(0, 4_000)}`);
  }
}

/** A text in pieces, as a model writes it. */
function piecesOf(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
}

function eventsOf({ text, value, key }: Planted, size: number): RunEvent[] {
  const tool = { id: "call", tool: { name: `crm ${text}`, type: "x" }, input: value, iteration: 1 };
  const pieces = piecesOf(text, size).map((delta): [string, unknown] => [
    "agent.reasoning.delta",
    { object: "thought", delta, iteration: 1 },
  ]);
  const events: [string, unknown][] = [
    ["run.started", { id: "run", status: "started" }],
    ...pieces,
    ["agent.tool_call.started", tool],
    ["agent.tool_call.completed", { ...tool, result: text, status: "failure" }],
    ["agent.human_feedback.requested", { id: "asked", prompt: text, action: "info" }],
    [`custom ${key}`, value],
    ["run.data", { text: value }],
    ["run.failed", { status: "failed", error: { type: key, message: text, details: value } }],
  ];
  return events.map(([type, data], index) => ({ id: `e${index}`, type, sequence: index + 1, data }));
}

function runOf(id: string, { text, value, key }: Planted): Run {
  const run = {
    id,
    status: "failed",
    user_id: key,
    input: { text, value },
    output: value,
    error: { type: key, message: text, failed_nodes: [{ name: key, error_message: text }] },
    input_requests: [{ id: "asks", type: "approval_request", prompt: text, params: value }],
  };
  return parseJson(JSON.stringify(run)) as Run;
}

/** Runs of the app by their ids; they change with each try. */
const runs: Run[] = [];
const events: Record<string, RunEvent[]> = {};
let app: ToldApp;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  app = await startAppWith({ runs, events });
  home = await temporaryFolder();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await home.remove();
});

let count = 0;

/** Puts two runs into the app, of which the second one is like the first one but for its secret. */
function tell(them: Planted, size: number): [a: string, b: string] {
  const other = { ...them, text: `${them.text} again`, value: [them.value] };
  count += 1;
  const [a, b] = [`a${count}`, `b${count}`] as const;
  runs.splice(0, runs.length, runOf(a, them), runOf(b, other), {
    ...runOf(`w${count}`, them),
    status: "awaiting_input",
  });
  events[a] = eventsOf(them, size);
  events[b] = eventsOf(other, size + 1);
  return [a, b];
}

function callsOn(a: string, b: string): [string, object][] {
  const last = events[a]!.length;
  return [
    ["listRuns", {}],
    ["getRun", { runId: a }],
    ["getRun", { runId: a, part: "output" }],
    ["readStory", { runId: a }],
    ["readStory", { runId: a, from: "start" }],
    ["readStory", { runId: a, step: "2" }],
    ["findInRun", { runId: a, text: "order" }],
    ["readEvents", { runId: a }],
    ["readEvents", { runId: a, from: 3 }],
    ["readEvents", { runId: a, sequence: 3 }],
    ["readEvents", { runId: a, sequence: last - 2 }],
    ["compareRuns", { runA: a, runB: b }],
    ["listInputRequests", {}],
    ["waitForRun", { runId: a }],
    ["answerInputRequest", { runId: `w${a.slice(1)}`, requestId: "absent", approved: true }],
    ["getRun", { runId: "absent" }],
  ];
}

async function withWorld(key: string, use: (world: ToolWorld) => Promise<void>): Promise<void> {
  await using world = await openToolWorld({ baseUrl: app.url, accessKey: key });
  await use(world);
}

test("no tool, copy or line of the log shows a part of a secret, wherever it stands", async () => {
  const budget = fc.constantFrom(380, 700, 1_500, 8_000);
  const property = fc.asyncProperty(
    planted,
    fc.integer({ min: 1, max: 9 }),
    budget,
    async (them, size, budgetTokens) => {
      const [a, b] = tell(them, size);
      await withWorld(them.key, async (world) => {
        world.agrees = false;
        for (const [name, input] of callsOn(a, b)) {
          const { text } = await world.call(name, input, { budgetTokens });
          expectNothingOf(them, { [`${name} ${JSON.stringify(input)}`]: text });
        }
        await world.call("findInRun", { runId: them.text, text: "x" });
        expectNothingOf(them, { log: world.log.map((entry) => toolLogLine(entry)).join("\n") });
        const cover = await world.host.cover();
        const call = { signal: new AbortController().signal, onProgress: () => undefined };
        const [first, second] = [
          await readRunWithStory(world.session, a, call, cover),
          await readRunWithStory(world.session, b, call, cover),
        ];
        const ids = first.story.slice(0, first.story.length).map(({ id }) => id);
        const options = { reader: size > 4 ? "person" : "model", budgetTokens, cover } as const;
        expectNothingOf(them, {
          copy: runCopy(first, "an app", options).text,
          "copy of steps": stepsCopy(first, ids, "an app", options).text,
          "copy of a comparison": comparisonCopy(first, second, "an app", options).text,
        });
        expect(partsOfKeyIn(await exported(world, [a, b], cover), them.key)).toEqual([]);
      });
    },
  );
  await fc.assert(property, cases(12));
});

/** What an export writes. It is for a person's own programs, so it hides the key of the connection alone. */
async function exported(world: ToolWorld, ids: string[], cover: Cover): Promise<string> {
  const path = join(home.path, "runs.json");
  const head = { exportedAt: "2026-11-28T12:00:00.000Z", app: { name: "an app", host: "a.example" } };
  const { signal } = new AbortController();
  const request = { path, head, runs: ids, api: await world.session.api(), cover: cover.knownAlone, signal };
  expect((await writeExport(request)).exported).toEqual(ids);
  return readFile(path, "utf8");
}

/** The first characters of a key may be those of any word: of a text in pieces, they are written before the others. */
function partsOfKeyIn(text: string, key: string): string[] {
  return formsOf(key)
    .flatMap((form) => partsIn(form, 12))
    .filter((part) => text.includes(part) || text.includes(JSON.stringify(part).slice(1, -1)));
}

test("no document of the index shows a part of a secret", async () => {
  const property = fc.asyncProperty(planted, async (them) => {
    const story = new RunStory(withoutLarge);
    story.apply(eventsOf(them, 5));
    const clean = await cleanRun({ run: runOf("a", them), steps: story.steps }, [them.key], 0);
    if (!clean) throw new Error("The run's id is no secret.");
    const { read, row } = clean;
    expectNothingOf(them, { index: JSON.stringify([row, [...textsOf(read)]]) });
  });
  await fc.assert(property, cases(75));
});

/** Two turns with the planted texts in their messages, answers, changed fields and ids. */
function talkOf(them: Planted): Run[] {
  const { key, text, value } = them;
  const first = { id: "a", user_id: key, session_id: text, input: { message: text, list: value } };
  const turns = [
    { ...first, status: "completed", output: { answer: text } },
    { ...first, id: key, status: "failed", input: { ...first.input, [key]: text }, error: { message: text } },
  ];
  return parseJson(JSON.stringify(turns)) as Run[];
}

test("no copy or page of a conversation shows a part of a secret", async () => {
  const budget = fc.constantFrom(380, 1_500, 8_000);
  const property = fc.asyncProperty(planted, budget, async (them, budgetTokens) => {
    const cover = new Cover([them.key]);
    const runs = talkOf(them);
    const turns = conversationOf(cover.value(runs));
    expect(turns).toHaveLength(2);
    const copies = (["model", "person"] as const).map((reader) =>
      conversationCopy(turns, "an app", { reader, budgetTokens, cover }),
    );
    const ref = { connectionId: "c", sessionId: "s", userId: them.key };
    const problem = `It failed: ${them.text}`;
    const known = {
      turns,
      total: undefined,
      newest: runs[0],
      seed: undefined,
      field: undefined,
      isProduction: true,
      otherApp: them.text,
      asksFor: "https://a.example",
      isTrusted: true,
      problem: undefined,
      cover,
    };
    const composer = new Composer(ref, noServices, () => undefined);
    const seed = { turn: runs[1]!, name: `the run “${them.text}”`, leftOut: [them.key], problem };
    const seeded = { ...known, turns: [], newest: undefined, seed };
    expectNothingOf(them, {
      ...Object.fromEntries(copies.map(({ text }, index) => [`copy ${index}`, text])),
      page: JSON.stringify(turns.map((turn) => turnView(turn))),
      composer: JSON.stringify(composer.view(known)),
      "composer of the first turn": JSON.stringify(composer.view(seeded)),
      "composer that failed": JSON.stringify(composer.view({ ...known, problem })),
    });
  });
  await fc.assert(property, cases(25));
});

const noServices: ComposerServices = {
  send: async () => undefined,
  chooseFiles: async () => [],
  filesAt: async () => [],
  fileOf: () => {
    throw new Error("Nobody attaches files.");
  },
  tell: String,
  keepField: () => undefined,
  stop: () => undefined,
};

test("nothing of a run on the terminal shows a part of a secret, however its text is divided", () => {
  const property = fc.property(planted, fc.integer({ min: 1, max: 30 }), (them, size) => {
    const cover = new Cover([them.key]);
    let written = "";
    const printer = new StoryPrinter(
      (text) => (written += text),
      (_, text) => text,
      cover,
    );
    const story = new RunStory();
    for (const event of eventsOf(them, size)) printer.take(story.apply([event]));
    printer.end();
    expectNothingOf(them, { terminal: written, end: endSentence(cover.value(runOf("a", them))) });
  });
  fc.assert(property, cases(75));
});

test("the results of a golden test's checks show no part of a secret", () => {
  const property = fc.property(planted, (them) => {
    const cover = new Cover([them.key]);
    const checks = [
      { status: "completed" },
      { output: "note", equals: "x" },
      { output: "rows", equals: ["x"] },
      { tool: "crm", input: { a: 1 } },
      { answer: { contains: them.key } },
      { answer: { contains: `Authorization: Token ${them.secret}` } },
    ];
    const story = new RunStory();
    story.apply(eventsOf(them, 7));
    const results = evaluateChecks(goldenTestWith(checks), runOf("a", them), story.steps, cover);
    expect(results.filter(({ passed }) => !passed).length).toBeGreaterThan(2);
    expectNothingOf(them, { results: JSON.stringify(results) });
  });
  fc.assert(property, cases(50));
});

test("a covered value stays as it is when it is covered again, and keeps its form", () => {
  const property = fc.property(planted, fc.jsonValue({ maxDepth: 4 }), ({ key, text, value }, other) => {
    const cover = new Cover([key]);
    for (const each of [text, value, other, [text, { [text]: other }]]) {
      const once = cover.value(each);
      expect(cover.value(once)).toEqual(once);
      expect(Array.isArray(once)).toBe(Array.isArray(each));
    }
  });
  fc.assert(property, cases(100));
});
