import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { keepsSession } from "#model/conversationIds.ts";
import { parseRunFile } from "#runFiles/parseRunFile.ts";
import { earlierInputs, runFileText, requestOfRun, writtenRequestOfRun } from "#runFiles/runFileOfRun.ts";

const session = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

test("the request of a run is its input and user in a new session, and files where it names them", () => {
  expect(requestOfRun({ id: "1", status: "failed" })).toEqual({ input: {} });
  const run = {
    id: "1",
    status: "failed",
    input: { a: 1 },
    user_id: "u",
    session_id: session,
    output: "x",
    error: "y",
  };
  const uuid: unknown = expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/);
  const [first, second] = [requestOfRun(run), requestOfRun(run)];
  expect(first).toEqual({ input: { a: 1 }, user_id: "u", session_id: uuid });
  expect(new Set([session, first.session_id, second.session_id]).size).toBe(3);
  expect(writtenRequestOfRun(run)).toEqual({ input: { a: 1 }, user_id: "u", session: "new" });
  expect(requestOfRun(run, undefined, session)).toEqual({ input: { a: 1 }, user_id: "u", session_id: session });
  expect(requestOfRun({ ...run, file_ids: [session] })).toMatchObject({ file_ids: [session] });
  for (const none of [[], "f", [1], [session, null]])
    expect(requestOfRun({ ...run, file_ids: none })).not.toHaveProperty("file_ids");
  // What was attached has ids, too, and is not named by them.
  expect(requestOfRun({ ...run, file_ids: [session, "x"] }, [session])).toMatchObject({ file_ids: [session] });
  expect(requestOfRun({ ...run, file_ids: [session] }, [])).not.toHaveProperty("file_ids");
  expect(requestOfRun({ ...run, user_id: null, session_id: null })).toEqual({ input: { a: 1 } });
});

test("ids that a run's input repeats don't lead into its session again", () => {
  const input = { message: "Hello", user_id: "u", session_id: session };
  const run = { id: "1", status: "failed", input, user_id: "u", session_id: session };
  const request = requestOfRun(run);
  expect(request.input).toEqual({ message: "Hello", user_id: "u", session_id: request.session_id });
  expect(requestOfRun(run, undefined, session).input).toEqual(input);
  expect(writtenRequestOfRun(run).input).toEqual({ message: "Hello", user_id: "u", session_id: "${newSession}" });
});

/** With what means a variable in a run file. */
const text = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom("$", "{", "}", "env:HOME", "uuid", "\\")).map((parts) => parts.join("")),
);

/** What is sent by a run file, where each run has another session. */
const sentByFile = (run: Run, newSession: string): unknown =>
  parseRunFile(runFileText(writtenRequestOfRun(run), "Again.") ?? "", "again.run.jsonc", ({ name }) =>
    name === "newSession" ? { value: newSession } : { problem: "There is no other variable." },
  ).parsed.request;

const another = "9f0e6a52-51d5-4a4e-8f5c-0d6c3f6f7a11";

test.each<[string, Partial<Run>]>([
  ["session_id of the run alone", { session_id: session, input: { message: "Hi" } }],
  ["input.session_id alone", { input: { message: "Hi", session_id: session } }],
  ["input.metadata.session_id", { session_id: session, input: { metadata: { session_id: session } } }],
  ["input.sessionId alone, deep in a list", { input: { config: [{ sessionId: session.toUpperCase() }] } }],
  ["the object input.session", { input: { session: { id: session, started: "10:00" } } }],
  ["input.session, a UUID", { input: { message: "Hi", session } }],
  ["another one in the input", { session_id: another, input: { message: "Hi", conversationId: session } }],
])("a run again doesn't go into its session, which is in %s", (_, values) => {
  const run = { id: "1", status: "failed", user_id: "u", ...values };
  const fresh = randomUUID();
  const sent = requestOfRun(run, undefined, fresh);
  expect(JSON.stringify(sent)).toContain(fresh);
  for (const id of [session, another]) expect(JSON.stringify(sent).toLowerCase()).not.toContain(id);
  expect(sentByFile(run, fresh)).toEqual(sent);
  expect(keepsSession(run)).toBe(false);
});

test("a run again with a session at any depth changes nothing else", () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "medium" },
      ...[fc.constant(session), text, fc.integer(), fc.constant(null)],
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(text, tie("value"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(text, value), fc.boolean(), (fields, isBeside) => {
      const input = isBeside ? fields : { ...fields, session_id: session };
      const run = { id: "1", status: "failed", input, session_id: isBeside ? session : null };
      const fresh = randomUUID();
      const { input: sent } = requestOfRun(run, undefined, fresh);
      expect(sent).toEqual(JSON.parse(JSON.stringify(input).replaceAll(JSON.stringify(session), `"${fresh}"`)));
      expect(sentByFile(run, fresh)).toMatchObject({ input: sent });
    }),
  );
});

test.each<[string, boolean, object]>([
  ["inside a longer text", true, { message: `Go on in ${session}.` }],
  ["in a field's name", true, { sessions: { [session]: "open" } }],
  ["in a text of JSON alone", true, { metadata: JSON.stringify({ sessionId: "s-7" }) }],
  ["in a word that means something else", false, { message: "threads", thread_id: "read" }],
  ["only as a whole text", false, { message: "Go on.", thread_id: session }],
])("an input that has the session %s keeps it: %s", (_, isKept, input) => {
  expect(keepsSession({ session_id: session, input })).toBe(isKept);
});

test("a run file for editing means the same request", () => {
  const run = fc.record({
    id: fc.constant("1"),
    status: fc.constant("failed"),
    input: fc.dictionary(text, fc.oneof(fc.jsonValue(), text, fc.array(text))),
    user_id: fc.constantFrom("customer-7421", 'o\'neill "x"', null),
    session_id: fc.constantFrom(session, null),
    file_ids: fc.constantFrom([session], undefined),
  });
  const extras = fc.record({
    files: fc.array(text.filter((path) => path.trim() !== "")),
    mode: fc.constantFrom("background", "wait", undefined),
  });
  fc.assert(
    fc.property(run, fc.string({ unit: "binary" }), extras, (each, title, { files, mode }) => {
      const request = writtenRequestOfRun(each);
      const { parsed } = parseRunFile(
        runFileText(request, title, { files, mode }) ?? "",
        "again.run.jsonc",
        ({ name }) => (name === "newSession" ? { value: session } : { problem: "There is no other variable." }),
      );
      expect({ ...parsed, files: parsed.files.map(({ path }) => path) }).toEqual({
        file: "again.run.jsonc",
        request: JSON.parse(JSON.stringify(requestOfRun(each, undefined, session))),
        files,
        mode,
      });
    }),
  );
});

test("an input that isn't an object has no run file: it would look like a field named input", () => {
  for (const input of ["text", 1, true, ["a"]]) expect(runFileText({ input }, "Run")).toBeUndefined();
});

test("inputs of earlier runs are offered each once, also when they differ only at their ends, without a session", () => {
  const long = "the same instructions, ".repeat(20);
  const inputs = [{ long, question: "a" }, { long, question: "b" }, { long, question: "a" }, "text", ["list"], null];
  const runs = inputs.map((input, index) => ({ id: `${index}`, status: "completed", input }));
  expect(earlierInputs(runs).map(({ run, input }) => [run.id, input])).toEqual([
    ["0", inputs[0]],
    ["1", inputs[1]],
  ]);
  const talk = { id: "1", status: "completed", user_id: "u", session_id: session };
  expect(earlierInputs([{ ...talk, input: { message: "Hi", user_id: "u", session_id: session } }])[0]?.text).toBe(
    '{"message":"Hi","user_id":"u"}',
  );
});
