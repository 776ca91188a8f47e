import * as z from "zod";
import type { Page } from "#api/contract.ts";
import { wholeNumberSchema, checked, uuidSchema } from "./checked.ts";

export interface PageRequest {
  /** The number of the page, from 1. */
  page: number;
  page_size: number;
  sort: SortField[];
}

export interface SortField {
  field: string;
  descending: boolean;
}

/** The parameters `page`, `page_size` and `sort`. */
export function pageFields(sortable: readonly string[]) {
  const sort = z
    .string()
    .transform((text): SortField[] =>
      text.split(",").map((item) => ({ field: item.replace(/^-/, ""), descending: item.startsWith("-") })),
    )
    .refine((fields) => fields.every(({ field }) => sortable.includes(field)), "has an unknown field");
  return {
    page: wholeNumberSchema(1).default(1),
    page_size: wholeNumberSchema(1, 200).default(25),
    sort: sort.default([]),
  };
}

/** Cuts a page by offset, as the service does: a run that moves between two requests shifts every later page. */
export function cutPage<T>(all: readonly T[], { page, page_size }: PageRequest): Page<T> {
  return {
    data: all.slice((page - 1) * page_size, page * page_size),
    pagination: { page, page_size, page_count: Math.ceil(all.length / page_size), total_count: all.length },
  };
}

const runQuerySchema = z.strictObject({
  ...pageFields(["started_at", "ended_at", "created_at", "status", "user_id", "session_id", "id"]),
  /** The statuses to list, empty for all. A status that no run has is valid and matches nothing. */
  status: z.array(z.string()),
  user_id: z.string().optional(),
  session_id: uuidSchema.optional(),
});

/** The checked query of `GET /v1/runs`. */
export type RunQuery = z.infer<typeof runQuerySchema>;

/** @throws ApiFailure 400 that names each wrong parameter */
export function readRunQuery(query: URLSearchParams): RunQuery {
  return checked(runQuerySchema, { ...Object.fromEntries(query), status: query.getAll("status") });
}
