import * as z from "zod";

/** A request for a human's input that a run waits for. `approval_request` is the only documented type. */
export const inputRequestSchema = z.looseObject({
  id: z.string(),
  type: z.string().nullish(),
  prompt: z.string().nullish(),
  params: z.unknown().optional(),
  editable_params: z.array(z.string()).nullish(),
});

/** A run, as every endpoint returns it. Only `id` and `status` are certain. The status may be unknown to us. */
export const runSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  app_id: z.string().nullish(),
  started_at: z.string().nullish(),
  ended_at: z.string().nullish(),
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  user_id: z.string().nullish(),
  session_id: z.string().nullish(),
  input_requests: z.array(inputRequestSchema).nullish(),
});

/** An event of a run: the envelope is certain, `data` belongs to the event's type. */
export const runEventSchema = z.looseObject({
  id: z.string().nullish(),
  type: z.string(),
  sequence: z.int(),
  timestamp: z.string().nullish(),
  data: z.unknown().optional(),
  source: z.unknown().optional(),
});

const paginationSchema = z.looseObject({
  page: z.int(),
  page_size: z.int(),
  page_count: z.int(),
  total_count: z.int(),
});

const uploadedFileSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  size: z.number(),
  mime_type: z.string().nullish(),
});

export const runResponseSchema = z.looseObject({ data: runSchema });
export const runPageSchema = z.looseObject({ data: z.array(runSchema), pagination: paginationSchema });
/** A page whose items are not checked yet. */
export const pageSchema = z.looseObject({ data: z.array(z.unknown()), pagination: paginationSchema });
export const eventPageSchema = z.looseObject({ data: z.array(runEventSchema), pagination: paginationSchema });
export const fileResponseSchema = z.looseObject({ data: uploadedFileSchema });
export const messageResponseSchema = z.looseObject({ message: z.string() });

/** The accounts that a user has not linked yet. The response has no envelope, and only `unsatisfied` is certain. */
export const requirementStatusSchema = z.looseObject({
  status: z.string().nullish(),
  unsatisfied: z.array(z.unknown()).nullish(),
});

const optionalPagination = paginationSchema.optional();
const hasAll = ({ length }: readonly unknown[], { total_count: total = 0 }: Partial<Pagination> = {}): boolean =>
  length >= total;

/** What an app needs of each user, however the list is wrapped. A count may say that an empty list isn't all. */
export const requirementListSchema = z.union([
  z.array(z.unknown()),
  z
    .strictObject({ data: z.array(z.unknown()), pagination: optionalPagination })
    .refine(({ data, pagination }) => hasAll(data, pagination)),
  z
    .strictObject({ requirements: z.array(z.unknown()), pagination: optionalPagination })
    .refine(({ requirements, pagination }) => hasAll(requirements, pagination)),
]);

/** A token for the page on which a user links accounts. `url` holds it as well: never store it. */
export const connectTokenSchema = z.looseObject({
  url: z.string(),
  expires_at: z.string().nullish(),
});

/** The body of every error response. `details` may be absent, null, an object or anything else. */
export const errorResponseSchema = z.looseObject({
  error: z.looseObject({
    code: z.string().nullish(),
    message: z.string().nullish(),
    details: z.unknown().optional(),
  }),
});

export type InputRequest = z.infer<typeof inputRequestSchema>;
export type Run = z.infer<typeof runSchema>;
export type RunEvent = z.infer<typeof runEventSchema>;
export type Pagination = z.infer<typeof paginationSchema>;
export type RequirementStatus = z.infer<typeof requirementStatusSchema>;
export type UploadedFile = z.infer<typeof uploadedFileSchema>;
