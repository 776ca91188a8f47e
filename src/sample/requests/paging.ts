import type { Page } from "../../api/contract.ts";
import { type FieldErrors, throwIfInvalid } from "../http/apiFailure.ts";

export interface PageRequest {
  /** From 1. */
  page: number;
  pageSize: number;
  sort: SortField[];
}

export interface SortField {
  field: string;
  descending: boolean;
}

const defaultPageSize = 25;
const maxPageSize = 200;

/**
 * Reads `page`, `page_size` and `sort`.
 * @param parameters the names of all parameters that the endpoint takes
 * @throws ApiFailure 400 that names each wrong parameter
 */
export function readPageRequest(
  query: URLSearchParams,
  sortable: readonly string[],
  parameters: readonly string[] = [],
  errors: FieldErrors = {},
): PageRequest {
  const known = ["page", "page_size", "sort", ...parameters];
  for (const name of query.keys()) if (!known.includes(name)) errors[name] = "is not a known parameter";
  const request: PageRequest = {
    page: readInteger(query.get("page"), "page", 1, Number.MAX_SAFE_INTEGER, errors) ?? 1,
    pageSize: readInteger(query.get("page_size"), "page_size", 1, maxPageSize, errors) ?? defaultPageSize,
    sort: readSort(query.get("sort"), sortable, errors),
  };
  throwIfInvalid(errors);
  return request;
}

/** A whole number within limits, `undefined` when absent; reports anything else. */
export function readInteger(
  text: string | null,
  name: string,
  min: number,
  max: number,
  errors: FieldErrors,
): number | undefined {
  if (text === null) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  errors[name] = max === Number.MAX_SAFE_INTEGER ? `must be ${min} or more` : `must be from ${min} to ${max}`;
  return undefined;
}

function readSort(text: string | null, sortable: readonly string[], errors: FieldErrors): SortField[] {
  if (text === null) return [];
  const fields = text.split(",").map((item) => ({ field: item.replace(/^-/, ""), descending: item.startsWith("-") }));
  const wrong = fields.find(({ field }) => !sortable.includes(field));
  if (wrong) errors["sort"] = `has an unknown field: ${wrong.field}`;
  return fields;
}

/** Cuts a page by offset, as the service does: a run that moves between two requests shifts every later page. */
export function cutPage<T>(all: readonly T[], { page, pageSize }: PageRequest): Page<T> {
  return {
    data: all.slice((page - 1) * pageSize, page * pageSize),
    pagination: {
      page,
      page_size: pageSize,
      page_count: Math.ceil(all.length / pageSize),
      total_count: all.length,
    },
  };
}
