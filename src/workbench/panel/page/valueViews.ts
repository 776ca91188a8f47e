import * as z from "zod";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { isEventPosition } from "#model/eventPosition.ts";

/** A JSON value of the run, or why it isn't here. `bytes` is the length of its JSON text in UTF-8. */
export type JsonView =
  | { kind: "absent" }
  | { kind: "value"; value: unknown; bytes: number; files?: FileInValue[]; texts?: TextWithFiles[] }
  | { kind: "tooLarge"; bytes: number };

/** A file in a value. Words stand in place of its content. */
export interface FileInValue {
  path: JsonPath;
  file: FileView;
}

/** A text with JSON that holds files. Words stand in place of their contents. */
export interface TextWithFiles {
  path: JsonPath;
  files: FileView[];
}

export const path: z.ZodType<JsonPath> = z.array(z.union([z.string(), z.int().nonnegative()]));

/** Names a file: in the run's input or output, in the input or output of a call, or in an event. */
export const fileRefSchema = z.discriminatedUnion("in", [
  z.object({ in: z.enum(["input", "output"]), path }),
  z.object({ in: z.literal("call"), id: z.string(), part: z.enum(["input", "result", "output", "files"]), path }),
  z.object({ in: z.literal("event"), sequence: z.number().refine(isEventPosition), path }),
]);
export type FileRef = z.infer<typeof fileRefSchema>;

/** A file that the run was started with. */
export interface AttachmentView {
  name: string;
  /** In bytes, if it is known. */
  size?: number;
  /** Why it can't be opened, for a person; absent for one that can. */
  note?: string;
}

/** A file in a run, without its bytes. */
export interface FileView {
  ref: FileRef;
  name: string;
  /** Its format, for a person: `JPEG`, `CSV`. Empty when it isn't known. */
  kind: string;
  bytes: number;
  /** The size of an image in pixels. */
  pixels?: { width: number; height: number };
  /** Set for an image that the panel can show. */
  picture?: true;
  /** The problem with it, for a person. */
  problem?: string;
  /** Set when its content isn't valid, so that it can't be saved. */
  broken?: true;
}
