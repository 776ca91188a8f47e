import type { CreateRunRequest, RunMode } from "#api/contract.ts";
import { jsonText } from "#api/http/requestBody.ts";
import { formParts } from "#api/upload/runForm.ts";
import type { EnvironmentMarks } from "./environmentMarks.ts";
import { plainJson, shellQuote, ShellScript } from "./shellScript.ts";

/** In bytes. Linux accepts no argument longer than 128 KiB. */
const maxArgumentBytes = 100_000;

/** The variable in which a person keeps the key. The copied text names it and never contains the key. */
const keyHeader = `"Authorization: Bearer $DYNAMIQ_ACCESS_KEY"`;

export interface CurlOptions {
  /** The app's origin. */
  baseUrl: string;
  request: CreateRunRequest;
  /** Whether the app needs an access key. */
  withKey: boolean;
  mode?: RunMode;
  /** The absolute paths of attachments. */
  files?: readonly string[];
  /** The parts of the request where the shell fills in its own environment. */
  marks?: EnvironmentMarks;
}

/**
 * A command for sh, bash and zsh that creates a run. It is one line without control characters, so that a terminal runs
 * nothing before the person presses Enter.
 *
 * @throws Error for a text that no shell can pass on
 */
export function curlCommand({ baseUrl, request, withKey, mode = "wait", files = [], marks }: CurlOptions): string {
  const script = new ShellScript(marks);
  const { input, user_id, session_id, file_ids } = request;
  const fields = { input, user_id, session_id, file_ids };
  const curl = ["curl", ...(mode === "stream" ? ["-N"] : []), "-X POST", shellQuote(`${baseUrl}/v1/runs`)];
  if (withKey) curl.push(`-H ${keyHeader}`);
  if (files.length > 0) {
    const parts = formParts(fields, mode, files).map((part) => {
      if ("file" in part) return `-F ${script.word(`${part.name}=@${formPath(part.file)}`)}`;
      const text = `${part.name}=${part.value}`;
      return `--form-string ${part.name === "input" ? script.jsonWord(plainJson(text)) : script.word(text)}`;
    });
    return script.text([...curl, ...parts].join(" "));
  }
  curl.push(`-H 'Content-Type: application/json'`);
  const body = plainJson(jsonText(mode === "wait" ? fields : { ...fields, [mode]: true }));
  const word = script.jsonWord(body);
  if (Buffer.byteLength(body) <= maxArgumentBytes) return script.text([...curl, `--data-raw ${word}`].join(" "));
  // The shell's builtin printf accepts arguments of any length.
  return script.text(`printf '%s\\n' ${word} | ${[...curl, "--data-binary @-"].join(" ")}`);
}

/** A path in the form that curl reads: quoted, since commas and semicolons have a meaning for curl. */
function formPath(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&")}"`;
}
