import { relative } from "node:path";
import type { CreateRunRequest, FileSource } from "../../api/contract.ts";
import { formatBytes } from "../../model/bytes.ts";
import { isWithin, realPlace } from "../../runFiles/realPlace.ts";
import type { Cover } from "../../runs/values/cover.ts";
import { shownJson, shownText } from "../confirmation.ts";

/** What a person is shown of a request: every value that is sent. */
export interface ShownRequest {
  request: CreateRunRequest;
  /** From `fileFact`. */
  files: readonly string[];
  /** The notations of the variables that have values: `${env:USER}`. */
  variables: readonly string[];
}

/** A request as lines for a person. None is cut. */
export function requestFacts({ request, files, variables }: ShownRequest, cover: Cover): string[] {
  const { input, user_id: user, session_id: session, file_ids: uploads = [] } = cover.value(request);
  return [
    `Input: ${shownJson(input)}`,
    ...(user === undefined ? [] : [`User: ${shownText(user)}`]),
    ...(session === undefined ? [] : [`Session: ${shownText(session)}`]),
    ...files.map((file) => `Attachment: ${file}`),
    ...uploads.map((id) => `Upload: ${shownText(id)}`),
    ...(variables.length === 0 ? [] : [`Filled in: ${variables.join(", ")}`]),
  ];
}

/** Where a file is, relative to its workspace folder, and where it leads if it is a link: `data/note.txt (5 B)`. */
export async function fileFact({ name, path = name, size }: FileSource, folder: string): Promise<string> {
  const shown = (place: string): string =>
    shownText(isWithin(place, folder) ? relative(folder, place).replaceAll("\\", "/") : place);
  const real = (await realPlace(path)) ?? path;
  return `${shown(path)} (${formatBytes(size)})${real === path ? "" : `, a link to ${shown(real)}`}`;
}
