import { relative } from "node:path";
import type { CreateRunRequest, FileSource } from "../../api/contract.ts";
import { formatBytes } from "../../model/bytes.ts";
import { isWithin, realPlace } from "../../runFiles/realPlace.ts";
import type { Cover } from "../values/cover.ts";
import { shownJson, shownText } from "./confirmation.ts";

/** What a person is shown of a request: every value that is sent. */
export interface ShownRequest {
  request: CreateRunRequest;
  /** From `fileFact`. */
  files: readonly string[];
  /** The notations of the variables that have values: `${env:USER}`. */
  variables: readonly string[];
  /** The values that are new each time, with their variables, which are shown in their place. */
  fresh: ReadonlyMap<string, string>;
}

/** A request as lines for a person. None is cut, and of its values keys alone are covered, whatever their names. */
export function requestFacts({ request, files, variables, fresh }: ShownRequest, cover: Cover): string[] {
  const { input, user_id: user, session_id: session, file_ids: uploads = [] } = cover.keysAlone.value(request);
  const facts = [
    `Input: ${shownJson(input)}`,
    ...(user === undefined ? [] : [`User: ${shownText(user)}`]),
    ...(session === undefined ? [] : [`Session: ${shownText(session)}`]),
    ...files.map((file) => `Attachment: ${file}`),
    ...uploads.map((id) => `Upload: ${shownText(id)}`),
    ...(variables.length === 0 ? [] : [filledIn(variables)]),
  ];
  return facts.map((fact) => fact.replace(freshValue, (value) => fresh.get(value) ?? value));
}

/** The variables that have values, as a line. */
export function filledIn(variables: readonly string[]): string {
  return `Filled in: ${variables.join(", ")}`;
}

/** A UUID or a time: a value that is new each time (`isNewEachTime`). */
const freshValue = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** Where a file is, relative to its workspace folder, and where it leads if it is a link: `data/note.txt (5 B)`. */
export async function fileFact({ name, path = name, size }: FileSource, folder: string): Promise<string> {
  const shown = (place: string): string =>
    shownText(isWithin(place, folder) ? relative(folder, place).replaceAll("\\", "/") : place);
  const real = (await realPlace(path)) ?? path;
  return `${shown(path)} (${formatBytes(size)})${real === path ? "" : `, a link to ${shown(real)}`}`;
}
