import type { FileSource } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import { formatMiB } from "#model/bytes.ts";

/** @throws ApiError `too-large`, before a byte is sent */
export function checkSize(length: number, files: readonly FileSource[], limit: number): void {
  if (length <= limit) return;
  const biggest = files.reduce<FileSource | undefined>((a, b) => (a && a.size >= b.size ? a : b), undefined);
  const which = biggest ? ` The biggest file, ${biggest.name}, is ${formatMiB(biggest.size)}.` : "";
  throw new ApiError({
    kind: "too-large",
    message: `The request is ${formatMiB(length)}, but an app accepts at most ${formatMiB(limit)}.${which}`,
    details: { size: length, limit, biggest: biggest && { name: biggest.name, size: biggest.size } },
  });
}
