import { afterEach, beforeEach, expect, test } from "vitest";
import { hasScripts, writeOldPython } from "../../../../support/localApps/oldPython.ts";
import { type CommandFolder, expectNoKey, openCommandFolder } from "../../../cli/commandLine.ts";

let folder: CommandFolder;
beforeEach(async () => (folder = await openCommandFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

const key = "dynamiq_acc_0123456789abcdef0123456789abcdef";
const served = ["--serve", "app.json", "--python", process.execPath];

async function runOf(app: object, input: object, ...more: string[]) {
  await folder.write("app.json", JSON.stringify(app));
  await folder.write("a.run.json", JSON.stringify({ input }));
  return folder.run(["run", "a.run.json", ...served, ...more], { DYNAMIQ_ACCESS_KEY: key });
}

test("a workflow of the folder is run, and its output is printed", async () => {
  const ended = await runOf({ output: { answer: 42 } }, { question: "?" });
  expect(ended.code).toBe(0);
  expect(JSON.parse(ended.out)).toEqual({ answer: 42 });
  // The key of the environment is for another app: the code doesn't get it.
  await expectNoKey(key, ended, folder);
});

test("code that can't be loaded is an error with file and line, and nothing is run", async () => {
  const ended = await runOf({ load: "error" }, {});
  expect(ended).toMatchObject({ code: 1, out: "" });
  expect(ended.err).toContain("app.json:3: KeyError: 'CRM_KEY'");
});

test.skipIf(!hasScripts)("a Python that is too old is named, with the option for another one", async () => {
  const python = await writeOldPython(folder.path);
  await folder.write("a.run.json", JSON.stringify({ input: {} }));
  const ended = await folder.run(["run", "a.run.json", "--serve", "app.json", "--python", python]);
  expect(ended).toMatchObject({ code: 1, out: "" });
  expect(ended.err).toBe(
    `${python} is Python 3.7.16, and Dynamiq needs Python 3.10 or newer. Specify another interpreter with --python.\n`,
  );
});

test("a failed run shows what the code printed", async () => {
  const steps = [{ print: "looking for customer 7" }];
  const ended = await runOf({}, { steps, fails: { type: "KeyError", message: "'customer-7'" } });
  expect(ended.code).toBe(1);
  expect(ended.err).toContain("looking for customer 7");
});

test("golden tests run on a workflow of the folder", async () => {
  await folder.write("app.json", JSON.stringify({ output: { answer: 42 } }));
  const golden = { name: "answers", request: { input: {} }, checks: [{ output: "answer", equals: 42 }] };
  await folder.write("a.golden.json", JSON.stringify(golden));
  const ended = await folder.run(["test", ...served]);
  expect(ended.err).toContain("answers");
  expect(ended.code).toBe(0);
});

test.each([
  [["run", "a.run.json", "--serve", "a:b", "--app", "https://x"], "--serve and --app can't be combined."],
  [["test", "--python", "python3"], "--python is only for --serve."],
])("%s is refused", async (args, message) => {
  const ended = await folder.run(args);
  expect(ended.code).toBe(2);
  expect(ended.err).toContain(message);
});
