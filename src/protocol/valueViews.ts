import type { JsonPath } from "../base/json/jsonPath.ts";

/** A JSON value of the run, or why it is not here. `bytes` is the length of its JSON text in UTF-8. */
export type JsonView =
  | { kind: "absent" }
  /** Where there are `holes`, `null` stands in the value for what was left out. */
  | { kind: "value"; value: unknown; bytes: number; holes?: JsonHole[] }
  | { kind: "tooLarge"; bytes: number };

/** A part of a value that is not sent before it is asked for: it is too large, or a file. */
export interface JsonHole {
  path: JsonPath;
  bytes: number;
  kind: "object" | "array" | "string";
  /** How many properties, items or characters it has. */
  size: number;
  /** Only the bytes of this file are left out: the rest of it is there, and words stand in the place of its content. */
  file?: FileView;
}

/** Where a file is: in the run's input or output, in what a call of the story took or gave, or in an event. */
export type FilePlace =
  | { in: "input" | "output"; path: JsonPath }
  | { in: "call"; id: string; part: "input" | "result" | "output" | "files"; path: JsonPath }
  | { in: "event"; sequence: number; path: JsonPath };

/** A file that a run holds, without its bytes. */
export interface FileView {
  place: FilePlace;
  name: string;
  /** What it is, for a person: `JPEG`, `CSV`. Empty where nothing tells. */
  kind: string;
  bytes: number;
  /** Of an image, in pixels. */
  pixels?: { width: number; height: number };
  /** It is an image that the panel can draw. */
  picture?: true;
  /** What is wrong with it, for a person. */
  problem?: string;
  /** Its content is none, so that it can't be saved either. */
  broken?: true;
}
