import { fieldsOf } from "#base/json/fieldsOf.ts";

/** Something that a tool made and stored outside the run: a page, a document, a chart. Never holds its bytes. */
export interface Artifact {
  /** The artifact's id, which all of its versions have. */
  readonly id: string;
  readonly name: string;
  /** `html`, `markdown`, `chart` …; empty if the app doesn't say it. */
  readonly kind: string;
  readonly version?: number;
  /** The address at which it can be opened. Only an `https` address is kept. */
  readonly url?: string;
}

/** The artifact in the output of a tool: `{"artifact": {"id", "name", "kind", "version", "url"}}`. */
export function readArtifact(output: unknown): Artifact | undefined {
  const { id, name, kind, version, url } = fieldsOf(fieldsOf(output)["artifact"]);
  if (typeof id !== "string" || id === "") return undefined;
  return {
    id,
    name: typeof name === "string" && name.trim() !== "" ? name : id,
    kind: typeof kind === "string" ? kind : "",
    version: typeof version === "number" && Number.isSafeInteger(version) ? version : undefined,
    url: typeof url === "string" && URL.parse(url)?.protocol === "https:" ? url : undefined,
  };
}

/** *html, version 2* */
export function artifactWords({ kind, version }: Pick<Artifact, "kind" | "version">): string {
  return [kind, version === undefined ? "" : `version ${version}`].filter((word) => word !== "").join(", ");
}
