import type { JsonPath } from "#base/json/jsonPath.ts";
import { formatCount } from "#model/counts.ts";
import { filesIn } from "#runs/resultFiles/filesIn.ts";
import { describeContent, type FileContent } from "#runs/resultFiles/leftOut.ts";
import { type ResultFile, fileKind, fileName } from "#runs/resultFiles/resultFile.ts";
import type { FilePlace, FileView } from "#workbench/panel/page/valueViews.ts";

/** Larger images aren't drawn, since each pixel takes four bytes in memory. */
const mostPixels = 40_000_000;

/**
 * The files of a value as the panel lists them. @param placeOf refers to a file by its path in the value
 */
export function fileViews(value: unknown, placeOf: (path: JsonPath) => FilePlace): FileView[] {
  return filesIn(value).map(({ path, file }) => fileView(file, placeOf(path)));
}

export function fileView(file: ResultFile, place: FilePlace): FileView {
  const content = describeContent(file.content);
  const { bytes, pixels, broken } = content;
  const problem = problemOf(file, content);
  return {
    place,
    name: fileName(file, place.path),
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
  return format?.image === true && pixels !== undefined && pixels.width * pixels.height <= mostPixels;
}

function problemOf({ size }: ResultFile, content: FileContent): string | undefined {
  if (content.broken) return "Its content isn't valid base64, so it can't be saved.";
  if (Number(size) !== content.bytes)
    return `May be incomplete: received ${formatCount(content.bytes)} of ${formatCount(Number(size))} bytes.`;
  return content.format?.image === true && !isPicture(content) ? "Too large to show here." : undefined;
}
