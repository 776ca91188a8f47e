import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CreateRunRequest } from "../../../src/api/contract.ts";
import { EnvironmentMarks } from "../../../src/requests/environmentMarks.ts";
import { readRequestFile } from "../../../src/requests/requestFile.ts";
import { curlCommand, shellQuote } from "../../../src/requests/curl.ts";

const app = "https://my-app.apps.us-east-1.getdynamiq.ai";

/** What a real shell makes of the command: curl's arguments, and what it would read. */
function asShellReads(command: string, key = "not-a-key"): { args: string[]; stdin: string } {
  const curl = `curl() { for word; do printf '%s\\0' "$word"; done; printf '\\0'; case "$*" in *@-*) cat;; esac; }`;
  const env = { PATH: process.env["PATH"], DYNAMIQ_ACCESS_KEY: key };
  const told = execFileSync("sh", ["-s"], { input: `${curl}\n${command}`, encoding: "utf8", env, maxBuffer: 2 ** 26 });
  const end = told.indexOf("\0\0");
  return { args: told.slice(0, end).split("\0"), stdin: told.slice(end + 2) };
}

test("any text is one word to a shell, and means itself", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom("'", '"', "\\", "$", "`", "!", "\n", " ", "a") }));
  fc.assert(
    fc.property(
      text.filter((each) => !each.includes("\0")),
      (each) => execFileSync("sh", ["-c", `printf %s ${shellQuote(each)}`], { encoding: "utf8" }) === each,
    ),
    { numRuns: 150 },
  );
});

test("the command sends the whole request to the app, with the key that the shell knows", () => {
  const request: CreateRunRequest = { input: { text: `It's "$HOME" \`id\` \\ !!\n%s` }, user_id: "o'neill", file_ids: ["f1"] };
  const { args } = asShellReads(curlCommand({ baseUrl: app, request, withKey: true }), "from-the-shell");
  expect(args).toEqual([
    "-X",
    "POST",
    `${app}/v1/runs`,
    "-H",
    "Authorization: Bearer from-the-shell",
    "-H",
    "Content-Type: application/json",
    "--data-raw",
    JSON.stringify(request),
  ]);
});

test("any request arrives as it is", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (input, user) => {
      const request = { input, user_id: user };
      const body = asShellReads(curlCommand({ baseUrl: app, request, withKey: false })).args.at(-1) ?? "";
      expect(body).toBe(JSON.stringify(request));
    }),
    { numRuns: 60 },
  );
});

test("a body that is too long for an argument is read from a document", () => {
  const request = { input: { text: "it's $HOME `id` \\\n".repeat(20_000) } };
  const { args, stdin } = asShellReads(curlCommand({ baseUrl: app, request, withKey: true }));
  expect(args.slice(-2)).toEqual(["--data-binary", "@-"]);
  expect(stdin).toBe(`${JSON.stringify(request)}\n`);
});

test("an app that is public is sent no key", () => {
  expect(curlCommand({ baseUrl: app, request: { input: {} }, withKey: false })).not.toMatch(/Authorization/);
  expect(curlCommand({ baseUrl: app, request: { input: {} }, withKey: true })).toContain(`-H "Authorization: Bearer $DYNAMIQ_ACCESS_KEY"`);
});

test("files are parts of a form, from wherever they are, and no text is taken for a file", () => {
  const request = { input: { a: "@/etc/passwd" }, user_id: "@me;type=x", file_ids: ["f1", "f2"] };
  const files = ["/w/it's.png", '/w/a "b";c\\d,e.txt'];
  const { args } = asShellReads(curlCommand({ baseUrl: app, request, withKey: false, mode: "background", files }));
  expect(args.slice(3)).toEqual([
    ["--form-string", `input=${JSON.stringify(request.input)}`],
    ["--form-string", "user_id=@me;type=x"],
    ["--form-string", "background=true"],
    ["--form-string", "file_ids=f1"],
    ["--form-string", "file_ids=f2"],
    ["-F", `files=@"/w/it's.png"`],
    ["-F", `files=@"/w/a \\"b\\";c\\\\d,e.txt"`],
  ].flat());
});

test("a stream is asked for as one, and shown as it comes", () => {
  const { args } = asShellReads(curlCommand({ baseUrl: app, request: { input: {} }, withKey: false, mode: "stream" }));
  expect(args[0]).toBe("-N");
  expect(JSON.parse(args.at(-1) ?? "")).toEqual({ input: {}, stream: true });
});

test.each([1, 20_000])("what comes out of the environment is filled in by the shell, in a body of %d lines", (lines) => {
  const marks = new EnvironmentMarks();
  const text = JSON.stringify({ input: { key: "${env:DYNAMIQ_ACCESS_KEY}", rest: "it's $HOME `id` \\ ".repeat(lines) } });
  const { request } = readRequestFile(text, "a.run.json", marks.valuesFor(() => undefined)).parsed;
  const command = curlCommand({ baseUrl: app, request, withKey: false, marks });
  expect(command).not.toMatch(/environment-/);
  const { args, stdin } = asShellReads(command, "from-the-shell");
  const body = lines === 1 ? args.at(-1) : stdin;
  expect(JSON.parse(body ?? "")).toEqual({ input: { key: "from-the-shell", rest: "it's $HOME `id` \\ ".repeat(lines) } });
});
