/**
 * What a worker says and is told, a JSON object a line: the other side is `worker/dynamiq_worker.py`. Its own fields are
 * checked here; what the SDK and the developer's code put into them is passed on as it is.
 */

import * as z from "zod";
import { parseJson } from "#base/json/parseJson.ts";

const sourceFields = { file: z.string().nullish(), line: z.number().nullish() };

/** Why the code can't be loaded, or why a run failed. */
export const errorSchema = z.looseObject({
  type: z.string(),
  message: z.string(),
  ...sourceFields,
  traceback: z.string().nullish(),
  /** The name of a module that isn't installed. */
  missing_module: z.string().nullish(),
});
export type WorkerError = z.infer<typeof errorSchema>;

export const nodeSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  type: z.string(),
  group: z.string(),
  ...sourceFields,
  /** The function behind a function tool. */
  code: z.object(sourceFields).nullish(),
});
export type AppNode = z.infer<typeof nodeSchema>;

const appSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  nodes: z.array(nodeSchema),
  /** The JSON schema of the Input node. */
  input_schema: z.unknown(),
});

/** What was read of files: see `ReadFiles`. */
const filesSchema = z.record(z.string(), z.string().nullable());

const loadedFields = {
  /** The developer's files that were loaded, or that were looked for. */
  files: filesSchema,
  interpreter: z.string(),
  python: z.string(),
};
const readySchema = z.object({ kind: z.literal("ready"), app: appSchema, ...loadedFields });
const brokenSchema = z.object({ kind: z.literal("broken"), error: errorSchema, ...loadedFields });

const eventSchema = z.object({
  kind: z.literal("event"),
  run: z.string(),
  type: z.string(),
  data: z.unknown(),
  /** Set where a deployed app would send nothing: calls of models, plain nodes, and what the author doesn't stream. */
  extra: z.literal(true).optional(),
});

const endSchema = z.object({
  kind: z.literal("end"),
  run: z.string(),
  status: z.enum(["completed", "failed", "canceled"]),
  output: z.unknown(),
  error: z.looseObject({}).nullish(),
  trace: z.array(z.unknown()),
  files: filesSchema,
});
export type WorkerEnd = z.infer<typeof endSchema>;

const messageSchema = z.discriminatedUnion("kind", [readySchema, brokenSchema, eventSchema, endSchema]);
export type WorkerMessage = z.infer<typeof messageSchema>;
export type WorkerEvent = z.infer<typeof eventSchema>;
export type LoadMessage = z.infer<typeof readySchema> | z.infer<typeof brokenSchema>;

/** @throws Error for a line that no worker of this version writes */
export function parseWorkerMessage(line: string): WorkerMessage {
  try {
    return messageSchema.parse(parseJson(line));
  } catch (cause) {
    throw new Error("it isn't a message of the worker", { cause });
  }
}

/** A file that goes with a run, as the worker opens it. */
interface JobFile {
  path: string;
  name: string;
  mime_type: string;
}

/** A run, as a worker gets it. */
export interface Job {
  /** A UUID, which the SDK takes as the run's own. */
  id: string;
  input: Record<string, unknown>;
  user_id?: string;
  session_id?: string;
  files: readonly JobFile[];
}

export type WorkerCommand =
  | ({ kind: "run" } & Job)
  | { kind: "answer"; request_id: string; data: Record<string, unknown> }
  | { kind: "cancel" };
