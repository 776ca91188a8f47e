import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CreateRunRequest } from "#api/contract.ts";
import { curlCommand } from "#runFiles/curl/curl.ts";
import { EnvironmentMarks } from "#runFiles/curl/environmentMarks.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";

const app = "https://my-app.apps.us-east-1.getdynamiq.ai";

// The command is for POSIX shells, which Windows may lack.
const inShell = test.skipIf(process.platform === "win32");

type Shell = "sh" | "bash";

/** What a real shell makes of the command: curl's arguments, and what it would read. */
function asShellReads(command: string, key = "not-a-key", shell: Shell = "sh"): { args: string[]; stdin: string } {
  expect(command).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  const curl = `curl() { for word; do printf '%s\\0' "$word"; done; printf '\\0'; case "$*" in *@-*) cat;; esac; }`;
  const env = { PATH: process.env["PATH"], DYNAMIQ_ACCESS_KEY: key };
  const told = execFileSync(shell, ["-s"], {
    input: `${curl}\n${command}\n`,
    encoding: "utf8",
    env,
    maxBuffer: 2 ** 26,
  });
  const end = told.indexOf("\0\0");
  return { args: told.slice(0, end).split("\0"), stdin: told.slice(end + 2) };
}

/** Texts made of what shells, JSON and terminals take for something else. */
const hard = fc.string({
  unit: fc.constantFrom(
    ..."' \" \\ $ ` ! % { } ; & # = @ \b \u001b \u007f \u009b \u202e é 💡 a n 0".split(" "),
    ..." \n\r\t\u2028".split(""),
  ),
  maxLength: 12,
});

/** A request whose variables of the environment are marks. */
function marked(request: object, marks: EnvironmentMarks): CreateRunRequest {
  const valueOf = marks.valuesFor(() => undefined);
  return readRunFile(JSON.stringify(request), "a.run.json", valueOf).parsed.request;
}

inShell("a body that is too long for an argument is read from a here-document", () => {
  const request = { input: { text: "it's $HOME `id` \\\n".repeat(20_000) } };
  const { args, stdin } = asShellReads(curlCommand({ baseUrl: app, request, withKey: true }));
  expect(args.slice(-2)).toEqual(["--data-binary", "@-"]);
  expect(stdin).toBe(`${JSON.stringify(request)}\n`);
});

inShell("files are parts of a form, from any path, and no text is mistaken for a file", () => {
  const request = { input: { a: "@/etc/passwd" }, user_id: "@me;type=x", file_ids: ["f1", "f2"] };
  const files = ["/w/it's.png", '/w/a "b";c\\d,e.txt'];
  const { args } = asShellReads(curlCommand({ baseUrl: app, request, withKey: false, mode: "background", files }));
  expect(args.slice(3)).toEqual(
    [
      ["--form-string", `input=${JSON.stringify(request.input)}`],
      ["--form-string", "user_id=@me;type=x"],
      ["--form-string", "background=true"],
      ["--form-string", "file_ids=f1"],
      ["--form-string", "file_ids=f2"],
      ["-F", `files=@"/w/it's.png"`],
      ["-F", `files=@"/w/a \\"b\\";c\\\\d,e.txt"`],
    ].flat(),
  );
});

inShell.each([1, 20_000])("values from the environment are filled in by the shell, in a body of %d lines", (lines) => {
  const marks = new EnvironmentMarks();
  const rest = "it's $HOME `id` \\ ".repeat(lines);
  const request = marked({ input: { key: "${env:DYNAMIQ_ACCESS_KEY}", rest } }, marks);
  const command = curlCommand({ baseUrl: app, request, withKey: false, marks });
  expect(command).not.toMatch(/environment-/);
  const { args, stdin } = asShellReads(command, "from-the-shell");
  const body = lines === 1 ? args.at(-1) : stdin;
  expect(JSON.parse(body ?? "")).toEqual({ input: { key: "from-the-shell", rest } });
});

inShell.each<Shell>(["sh", "bash"])(
  "any text arrives byte for byte through %s, also in a form, and nothing in it runs",
  (shell) => {
    fc.assert(
      fc.property(hard, hard, hard, (text, user, file) => {
        const request = { input: { [text]: text }, user_id: user };
        const json = asShellReads(curlCommand({ baseUrl: app, request, withKey: false }), "", shell).args.at(-1) ?? "";
        expect(JSON.parse(json)).toEqual(request);
        const { args } = asShellReads(
          curlCommand({ baseUrl: app, request, withKey: false, files: [`/w/${file}`] }),
          "",
          shell,
        );
        expect(args.slice(3, -1)).toEqual([
          "--form-string",
          expect.stringMatching(/^input=/),
          "--form-string",
          `user_id=${user}`,
          "-F",
        ]);
        expect(JSON.parse(args[4]?.slice("input=".length) ?? "")).toEqual(request.input);
        expect(args.at(-1)).toBe(`files=@"/w/${file.replace(/["\\]/g, "\\$&")}"`);
      }),
      { numRuns: 20 },
    );
  },
);

inShell.each<Shell>(["sh", "bash"])(
  "for any variable of the environment, the request of %s stays JSON with that text in it",
  (shell) => {
    const marks = new EnvironmentMarks();
    const variable = "${env:DYNAMIQ_ACCESS_KEY}";
    const request = marked({ input: { "a\u009b": `<${variable}>` }, user_id: `\u001b${variable}%s` }, marks);
    const plain = curlCommand({ baseUrl: app, request, withKey: false, marks });
    const form = curlCommand({ baseUrl: app, request, withKey: false, marks, files: ["/w/a"] });
    fc.assert(
      fc.property(hard, (value) => {
        const filled = { input: { "a\u009b": `<${value}>` }, user_id: `\u001b${value}%s` };
        expect(JSON.parse(asShellReads(plain, value, shell).args.at(-1) ?? "")).toEqual(filled);
        const { args } = asShellReads(form, value, shell);
        expect(JSON.parse(args[4]?.slice("input=".length) ?? "")).toEqual(filled.input);
        expect(args[6]).toBe(`user_id=${filled.user_id}`);
      }),
      { numRuns: 20 },
    );
  },
);

test("a public app gets no key", () => {
  expect(curlCommand({ baseUrl: app, request: { input: {} }, withKey: false })).not.toMatch(/Authorization/);
  expect(curlCommand({ baseUrl: app, request: { input: {} }, withKey: true })).toContain(
    `-H "Authorization: Bearer $DYNAMIQ_ACCESS_KEY"`,
  );
});
