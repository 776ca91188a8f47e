import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRunFile } from "../../../src/runFiles/runFile.ts";
import { earlierInputs, runFileText, requestOfRun, writtenRequestOfRun } from "../../../src/runFiles/runFileOfRun.ts";

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
  expect(writtenRequestOfRun(run).input).toEqual({ message: "Hello", user_id: "u" });
});

/** With what means a variable in a run file. */
const text = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom("$", "{", "}", "env:HOME", "uuid", "\\")).map((parts) => parts.join("")),
);

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
      const parsed = parseRunFile(
        runFileText(request, title, { files, ...(mode ? { mode } : {}) }) ?? "",
        "again.run.jsonc",
        ({ name }) => (name === "uuid" ? { value: session } : { problem: "There is no other variable." }),
      );
      expect({ ...parsed, files: parsed.files.map(({ path }) => path) }).toEqual({
        file: "again.run.jsonc",
        request: JSON.parse(JSON.stringify(requestOfRun(each, undefined, session))),
        files,
        ...(mode ? { mode } : {}),
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
