import type { Node } from "jsonc-parser";
import * as z from "zod";
import type { RunMode } from "#api/contract.ts";
import { withoutUndefined } from "#base/stored.ts";
import { nearest } from "#base/text/nearest.ts";
import { isUuid } from "#base/uuid.ts";
import { properties } from "./jsonDocument.ts";
import type { ParsedRunFile } from "./parsedRunFile.ts";
import { fields, itemsOf, needed, record, text } from "./schemaFields.ts";
import { type Part, SchemaReader } from "./schemaReader.ts";

const modes: readonly RunMode[] = ["stream", "background", "wait"];
const mode = z.enum(modes, 'must be "stream", "background" or "wait". Correct it or remove it.');

const example = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
const uuid = text.refine(isUuid, `must be a UUID such as ${example}. Correct it or remove it.`).optional();

/** The fields of a request, in run files and in golden files. A text in which a variable is open isn't known yet. */
export const requestShape = {
  input: needed(record, 'needs an input. Add "input": {…} with the fields of the app\'s own input node.'),
  user_id: text.optional(),
  session: text
    .refine((id) => id === "new" || isUuid(id), {
      error: 'must be "new", or the UUID of a session. Correct it or remove it.',
      params: { values: ["new"] },
    })
    .optional(),
  // Read by itself, because it says nothing beside a session.
  session_id: z.custom<string>().optional(),
  // A text that isn't known yet is no list.
  files: itemsOf("strings", text.optional()).exactOptional(),
  file_ids: itemsOf("strings", uuid).exactOptional(),
};

const runFileFields = fields({
  ...requestShape,
  mode: text.pipe(mode).optional(),
  connection: text.optional(),
  saveTo: text.optional(),
  $schema: z.unknown().optional(),
});
const knownKeys = Object.keys(runFileFields.shape);

export type SentFields = Partial<z.output<z.ZodObject<typeof requestShape>>>;

/** Reads a request without its parts that have a problem. */
export function readRequest<T extends SentFields>(
  reader: SchemaReader,
  whole: Part,
  schema: z.ZodType<T>,
  what: string,
): Partial<T> {
  const sound = reader.readSound(whole, schema, what);
  const id = "session_id" in sound ? reader.part(whole, "session_id") : undefined;
  const [keyNode] = id?.node.parent?.children ?? [];
  if (!id || !keyNode) return sound;
  if (!reader.part(whole, "session")) return { ...sound, session_id: reader.read(id, uuid, id.field) };
  reader.document.note(keyNode, "session and session_id can't be combined. Remove one of the two.", id.field);
  return { ...sound, session_id: undefined };
}

/** What a request sends. @param whole has its files: they are links in the editor, also while another part is wrong */
export function sentRequest(
  reader: SchemaReader,
  whole: Part | undefined,
  { input, user_id, session, session_id, file_ids }: SentFields,
): Pick<ParsedRunFile, "file" | "request" | "files"> {
  const files = (whole ? reader.items(whole, "files") : []).flatMap((each) => reader.sourceText(each) ?? []);
  return {
    file: reader.document.file,
    request: withoutUndefined({
      input,
      user_id,
      session_id: session ?? session_id,
      file_ids: file_ids?.filter((id) => id !== undefined),
    }),
    files: files.map(({ text: path, ...rest }) => ({ path, ...rest })),
  };
}

export class RunFileReader extends SchemaReader {
  /** Reads a file with a whole request, whose input is in `input`. */
  readWhole(root: Node): ParsedRunFile {
    const whole = { node: root, field: "" };
    const sound = readRequest(this, whole, runFileFields, "a run file");
    return {
      ...sentRequest(this, whole, sound),
      mode: sound.mode,
      connection: this.sourceText(this.part(whole, "connection")),
      saveTo: this.sourceText(this.part(whole, "saveTo")),
    };
  }

  protected override nextStep(key: string, meant: string | undefined, keys: readonly string[]): string {
    if (modes.some((each) => each === key)) return `Write "mode": "${key}" instead.`;
    const step = super.nextStep(key, meant, keys);
    if (meant === undefined) return `${step} Put the fields of the run's input under the key input.`;
    return meant === "input" ? `${step} To send it as a field of the run's input, put it under the key input.` : step;
  }
}

/** Whether an object is a whole request, and not a run's input: its `input`, also misspelled, is an object. */
export function isWhole(root: Node): boolean {
  const all = properties(root);
  const objects = all.flatMap(({ key, value }) => (value.type === "object" ? [key] : []));
  if (all.some(({ key }) => key === "input")) return objects.includes("input");
  // Sent as an input, such a file would create a run with the wrong input and without its files and user.
  const hasRequestKey = all.some(({ key }) => key !== "$schema" && knownKeys.includes(key));
  return hasRequestKey && objects.some((key) => !knownKeys.includes(key) && nearest(key, knownKeys) === "input");
}
