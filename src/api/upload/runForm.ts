import type { CreateRunRequest, FileSource, RunMode } from "#api/contract.ts";
import { type RequestBody, jsonBody, jsonText } from "#api/http/requestBody.ts";
import { type FormPart, multipartBody } from "./multipart.ts";

/** The body of `POST /v1/runs`: JSON, or a form when there are files. `wait` is the API's default and has no flag. */
export function createRunBody(
  { input, user_id, session_id, file_ids }: CreateRunRequest,
  mode: RunMode,
  files: readonly FileSource[],
): RequestBody {
  const fields = { input, user_id, session_id, file_ids };
  if (files.length > 0) return multipartBody(formParts(fields, mode, files));
  return jsonBody(mode === "wait" ? fields : { ...fields, [mode]: true });
}

/**
 * Fields beside files. Documented: parts named `files`. Assumed: the JSON body's names, `input` as JSON, flags as
 * `true`.
 */
export function formParts<File>(
  { input, file_ids, ...texts }: CreateRunRequest,
  mode: RunMode,
  files: readonly File[],
): FormPart<File>[] {
  const parts: FormPart<File>[] = [];
  if (input !== undefined) parts.push({ name: "input", value: jsonText(input) });
  for (const [name, value] of Object.entries(texts)) {
    if (value !== undefined) parts.push({ name, value });
  }
  if (mode !== "wait") parts.push({ name: mode, value: "true" });
  for (const id of file_ids ?? []) parts.push({ name: "file_ids", value: id });
  for (const file of files) parts.push({ name: "files", file });
  return parts;
}
