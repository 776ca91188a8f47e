import type { JsonPath } from "#base/json/jsonPath.ts";
import { formatCount } from "#model/counts.ts";
import { filesIn } from "#runs/resultFiles/filesIn.ts";
import { describeContent, type FileContent } from "#runs/resultFiles/leftOut.ts";
import { type ResultFile, fileKind, fileName } from "#runs/resultFiles/resultFile.ts";
import type { FileRef, FileView } from "#workbench/panel/page/valueViews.ts";

/** Larger images aren't drawn, since each pixel takes four bytes in memory. */
const maxPixels = 40_000_000;

/**
 * The files of a value as the panel lists them. @param refOf refers to a file by its path in the value
 */
export function fileViews(value: unknown, refOf: (path: JsonPath) => FileRef): FileView[] {
  return filesIn(value).map(({ path, file }) => fileView(file, refOf(path)));
}

export function fileView(file: ResultFile, ref: FileRef): FileView {
  const content = describeContent(file.content);
  const { bytes, pixels, broken } = content;
  const problem = problemOf(file, content);
  return {
    ref,
    name: fileName(file, ref.path),
    kind: fileKind(file, content),
    bytes: broken ? Number(file.size) : bytes,
    pixels,
    picture: isPicture(content) || undefined,
    problem,
    broken,
  };
}

/** Whether the panel can draw it: its bytes show an image of a safe format that isn't too large. */
export function isPicture({ format, pixels }: FileContent): boolean {
  return format?.image === true && pixels !== undefined && pixels.width * pixels.height <= maxPixels;
}

function problemOf({ size }: ResultFile, content: FileContent): string | undefined {
  if (content.broken) return "Its content isn't valid base64, so it can't be saved.";
  if (Number(size) !== content.bytes)
    return `May be incomplete: received ${formatCount(content.bytes)} of ${formatCount(Number(size))} bytes.`;
  return content.format?.image === true && !isPicture(content) ? "Too large to show here." : undefined;
}
