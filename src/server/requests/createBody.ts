import * as z from "zod";
import type { RunMode } from "#api/contract.ts";
import { checked, objectSchema, optional, textSchema, uuidSchema } from "./checked.ts";

/** The valid body of `POST /v1/runs`. */
export interface CreateBody {
  input: Record<string, unknown>;
  userId: string | undefined;
  sessionId: string | undefined;
  fileIds: string[];
  mode: RunMode;
}

const createSchema = z
  .strictObject({
    input: objectSchema,
    user_id: optional(textSchema),
    session_id: optional(uuidSchema),
    file_ids: optional(z.array(uuidSchema)),
    stream: optional(z.boolean()),
    background: optional(z.boolean()),
  })
  .refine(({ stream, background }) => !(stream && background), {
    path: ["background"],
    message: "cannot be true together with stream",
  });

/**
 * Checks the body of `POST /v1/runs`, the same for JSON and for a form whose fields were parsed.
 * @param isKnownFile whether an uploaded file has that id
 * @throws ApiFailure 400 that names each wrong field
 */
export function readCreateBody(body: Record<string, unknown>, isKnownFile: (id: string) => boolean): CreateBody {
  const bodySchema = createSchema.superRefine(({ file_ids: ids = [] }, context) => {
    const unknown = ids.find((id) => !isKnownFile(id));
    if (unknown === undefined) return;
    context.addIssue({ code: "custom", path: ["file_ids"], message: `has an unknown file: ${unknown}` });
  });
  const { input, user_id: userId, session_id: sessionId, file_ids: fileIds = [], ...modes } = checked(bodySchema, body);
  const mode = modes.stream ? "stream" : modes.background ? "background" : "wait";
  return { input, userId, sessionId, fileIds, mode };
}
