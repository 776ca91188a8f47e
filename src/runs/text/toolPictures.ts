import { type Base64File, base64File } from "#base/base64File.ts";
import { formatBytes } from "#model/bytes.ts";
import { formatCount } from "#model/counts.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { fileAt, filesIn } from "#runs/resultFiles/filesIn.ts";
import { fileName } from "#runs/resultFiles/resultFile.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { RunData } from "./runData.ts";

/** A picture for a model, as MCP and VS Code take it. */
export interface ToolPicture {
  readonly mime: string;
  readonly base64: string;
}

/** A picture in a run. It never leaves this file unless it fits, and holds no known key. */
export interface FoundPicture extends Pick<Base64File, "name" | "bytes" | "size" | "mime" | "base64"> {
  readonly file: string;
}

/** In bytes and pixels: an API may refuse a request for one image, and the image stays in the chat. */
const maxPicture = { bytes: 1024 * 1024, side: 8_000 };
const openAsFile = "A person can open the run in VS Code and select Save… next to this file.";
/** A picture costs a model more than a result has text. */
const maxPictures = 4;

/** The pictures in values as the app sent them, in order. Of equal ones, such as a photo that comes back, the first. */
export function picturesIn(values: readonly unknown[]): FoundPicture[] {
  const found = new Map<string, FoundPicture>();
  for (const value of values) {
    for (const { path, file } of filesIn(withoutBytes(value))) {
      const sent = fileAt(value, path);
      const content = sent && base64File(sent.content);
      if (!content?.image || found.has(content.base64)) continue;
      const { name, bytes, size, mime, base64 } = content;
      found.set(base64, { file: fileName(file, path), name, bytes, size, mime, base64 });
    }
  }
  return [...found.values()];
}

/** Says each picture in the data. @returns those that go with it @param toGetMore how to get those that are too many */
export function addPictures(
  pictures: readonly FoundPicture[],
  data: RunData,
  cover: Cover,
  toGetMore = openAsFile,
): ToolPicture[] {
  const given: ToolPicture[] = [];
  for (const picture of pictures) {
    const why =
      given.length === maxPictures
        ? `left out, because a result has at most ${maxPictures} images. ${toGetMore}`
        : reasonAgainst(picture, cover);
    const { file, name, bytes, size, mime, base64 } = picture;
    const facts = [name, ...(size ? [`${size.width} × ${size.height}`] : []), formatBytes(bytes)].join(", ");
    const end = why ?? `image ${given.length + 1} of this result`;
    // What isn't named isn't given, so that a model knows where each image comes from.
    if (!data.add(`image ${rowText(file)} (${facts}): ${end}`)) break;
    if (why === undefined) given.push({ mime, base64 });
  }
  return given;
}

function reasonAgainst({ bytes, size, base64 }: FoundPicture, cover: Cover): string | undefined {
  const isNone = `so it isn't returned. ${openAsFile}`;
  if (bytes > maxPicture.bytes) return `larger than ${formatBytes(maxPicture.bytes)}, ${isNone}`;
  if (!size) return `its header doesn't give its width and height, ${isNone}`;
  if (Math.max(size.width, size.height) > maxPicture.side)
    return `wider or taller than ${formatCount(maxPicture.side)} pixels, ${isNone}`;
  const text = Buffer.from(base64, "base64").toString("latin1");
  return cover.knownAlone.text(text) === text ? undefined : `left out, because an access key is in it. ${openAsFile}`;
}
