import { parseJson } from "../http/body.ts";
import { badRequest } from "../http/failure.ts";
import type { ReceivedForm } from "../http/form.ts";
import { isUuid } from "./fields.ts";

/**
 * The fields of a form in the form of the JSON body. Only this function knows the form's wire format, which is an
 * assumption: `input` is a JSON string, a flag is `true` or `false`, `file_ids` is a JSON array or one id per part.
 * @throws ApiFailure 400 for a part that isn't valid
 */
export function formToCreateBody(form: ReceivedForm): Record<string, unknown> {
  const stray = form.files.find((file) => file.part !== "files");
  if (stray) throw badRequest({ [stray.part]: "is not a known file part" });
  const unnamed = form.files.find((file) => file.name === "");
  if (unnamed) throw badRequest({ files: "must have file names" });
  const body: Record<string, unknown> = {};
  const fileIds: unknown[] = [];
  for (const { name, value } of form.fields) {
    if (name === "files") throw badRequest({ files: "must be files" });
    if (name === "file_ids") fileIds.push(...readFileIds(value));
    else if (Object.hasOwn(body, name)) throw badRequest({ [name]: "must be given once" });
    else body[name] = readField(name, value);
  }
  return fileIds.length > 0 ? { ...body, file_ids: fileIds } : body;
}

function readField(name: string, value: Buffer): unknown {
  const text = value.toString("utf8");
  if (name === "input") return text.trim() === "" ? undefined : parseJson(value, name);
  if ((name === "stream" || name === "background") && (text === "true" || text === "false")) return text === "true";
  return text;
}

function readFileIds(value: Buffer): unknown[] {
  const text = value.toString("utf8");
  if (isUuid(text)) return [text];
  const ids = parseJson(value, "file_ids");
  return Array.isArray(ids) ? ids : [ids];
}
