import { expect, test } from "vitest";
import { cleanRun, textsOf } from "#features/search/core/documents/indexedRun.ts";
import type { ModelStep, ToolStep } from "#runs/story/storySteps.ts";

const run = { id: "run-1", status: "completed" as const, input: {}, output: {} };

test("the facts of a long run take no look at what its calls were given, and its texts have no secret", async () => {
  let looks = 0;
  const key = "sk-live-4f1d2c3b4a596877";
  const call: ToolStep = {
    kind: "tool",
    id: "call-1",
    sequence: 1,
    name: `charge ${key}`,
    state: "failed",
    duration: 30,
    get input() {
      looks += 1;
      return { note: `with ${key}` };
    },
    result: "declined",
    progress: "",
  };
  const clean = (await cleanRun({ run, steps: [call] }, [key], 0))!;
  expect(looks).toBe(0);
  expect(clean.row.facts.tools).toEqual([{ name: "charge •••", calls: 1, failed: 1, unfinished: 0, durations: [30] }]);
  const texts = [...textsOf(clean.read)];
  expect(looks).toBeGreaterThan(0);
  expect(texts.find(({ kind }) => kind === "tool")?.text).toContain("declined");
  expect(JSON.stringify(texts)).not.toContain(key);
});

test("a run that was sent without an id and a text has a title that says so", async () => {
  const unreadable = { problem: "id: expected string, received undefined", value: {} };
  const clean = await cleanRun({ run: { ...run, id: "unreadable-0123456789abcdef", unreadable } }, [], 0);
  expect(clean?.row.facts.title).toBe("Run without an ID");
});

test("an output has the placeholders that its steps have, not those of one process", async () => {
  const output = { text: `<EMAIL_${"27".repeat(19)}_1> is on plan pro.` };
  const clean = await cleanRun({ run: { ...run, output } }, [], 0);
  expect(clean?.row.values).toContainEqual(expect.objectContaining({ text: "<EMAIL_1> is on plan pro." }));
  expect([...textsOf(clean!.read)].map(({ text }) => text).join("\n")).not.toContain("27272727");
});

const model = (id: string, messages: unknown, changes: Partial<ModelStep> = {}): ModelStep => ({
  kind: "model",
  id,
  sequence: Number(id),
  model: "openai/gpt-4o-mini",
  state: "finished",
  output: null,
  messages,
  ...changes,
});
const promptsOf = (...steps: ModelStep[]): string[] =>
  [...textsOf({ run, steps })].flatMap(({ kind, text }) => (kind === "prompt" ? [text] : []));

test("each message of a run's prompts is searched once, and what the run itself has said in its own steps", () => {
  const system = { role: "system", content: "Be exact." };
  const asked = { role: "user", content: [{ type: "text", text: "Who is Ann?" }] };
  const said = { role: "assistant", content: "Calling: crm", tool_calls: [{ function: { name: "crm" } }] };
  const result = { role: "tool", content: "plan pro", tool_call_id: "1" };
  const observed = { role: "user", content: "Observation: plan pro" };
  const texts = promptsOf(
    model("1", [system, asked]),
    model("2", [system, asked, said, result]),
    model("3", [system, asked, said, result, observed]),
  );
  expect(texts).toEqual(["Be exact. · Who is Ann?", "", "Observation: plan pro"]);
});

test("the messages of an earlier conversation, and examples, are searched with the first call that has them", () => {
  const example = { role: "assistant", content: "Like this." };
  expect(promptsOf(model("1", [{ role: "system", content: "A" }, example]))).toEqual(["A · Like this."]);
  expect(promptsOf(model("1", [example, { role: "user", content: "B" }]))).toEqual(["Like this. · B"]);
});

test("a call without messages is found by its model, and one that failed by its error", () => {
  const failed = model("2", [], { state: "failed", error: { message: "rate limit" } });
  const texts = [...textsOf({ run, steps: [model("1", []), failed] })].filter(({ kind }) => kind === "prompt");
  expect(texts.map(({ name, text }) => [name, text])).toEqual([
    ["gpt-4o-mini", ""],
    ["gpt-4o-mini", "message: rate limit"],
  ]);
});
