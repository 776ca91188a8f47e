import type { CreateRunRequest } from "../api/contract.ts";
import { jsonText } from "../api/requestBody.ts";
import { type CreateMode, formParts } from "../api/runForm.ts";
import type { EnvironmentMarks } from "./environmentMarks.ts";

/** Linux takes no argument of a command that is longer than 128 KiB. In bytes. */
const longestArgument = 100_000;

/** Where a person keeps the key: what is copied names it and never holds it. */
const keyHeader = `"Authorization: Bearer $DYNAMIQ_ACCESS_KEY"`;

export interface CurlOptions {
  /** The app's origin. */
  baseUrl: string;
  request: CreateRunRequest;
  /** The app wants an access key. */
  withKey: boolean;
  mode?: CreateMode;
  /** Absolute paths of what is attached. */
  files?: readonly string[];
  /** Where in the request the shell's own environment is to be filled in. */
  marks?: EnvironmentMarks;
}

/** A command for sh, bash and zsh that creates a run. */
export function curlCommand({ baseUrl, request, withKey, mode = "wait", files = [], marks }: CurlOptions): string {
  const word = (text: string): string => {
    const quoted = shellQuote(text);
    return marks ? marks.fill(quoted, (name) => `'"$${name}"'`) : quoted;
  };
  const { input, user_id, session_id, file_ids } = request;
  const fields = { input, user_id, session_id, file_ids };
  const command = `curl ${mode === "stream" ? "-N " : ""}-X POST ${shellQuote(`${baseUrl}/v1/runs`)}`;
  const headers = withKey ? [`-H ${keyHeader}`] : [];
  const join = (words: readonly string[]): string => [command, ...headers, ...words].join(" \\\n  ");
  if (files.length > 0) {
    const parts = formParts(fields, mode, files).map((part) =>
      "file" in part ? `-F ${shellQuote(`${part.name}=@${formPath(part.file)}`)}` : `--form-string ${word(`${part.name}=${part.value}`)}`,
    );
    return `${join(parts)}\n`;
  }
  const body = jsonText(mode === "wait" ? fields : { ...fields, [mode]: true });
  const type = `-H 'Content-Type: application/json'`;
  if (Buffer.byteLength(body) <= longestArgument) return `${join([type, `--data-raw ${word(body)}`])}\n`;
  return `${join([type, `--data-binary @- ${marks ? marked(body, marks) : `<<'END_OF_BODY'\n${body}`}`])}\nEND_OF_BODY\n`;
}

/** A document in which the shell fills in its variables, and nothing else. */
function marked(body: string, marks: EnvironmentMarks): string {
  return `<<END_OF_BODY\n${marks.fill(body.replace(/[\\$`]/g, "\\$&"), (name) => `\${${name}}`)}`;
}

/** A path as curl reads it: in quotes, since commas and semicolons mean something else to it. */
function formPath(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&")}"`;
}

/** A text without NUL as one word of a shell that means nothing but itself. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
