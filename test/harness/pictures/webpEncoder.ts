import type { Page } from "playwright-core";
import { type EncodedFrame, animatedWebp } from "./animatedWebp.ts";

export interface Frame {
  png: Buffer;
  /** How long it is shown, in milliseconds. */
  lasts: number;
}

interface Encoding {
  /** The size of the result, as a share of the picture's. */
  scale: number;
  /** From 0 to 1. */
  quality: number;
}

const still: Encoding = { scale: 1, quality: 0.85 };
const moving: Encoding = { scale: 1, quality: 0.8 };

/** Turns screenshots into WebP, by the browser: less than half the size of a PNG. */
export class WebpEncoder {
  readonly #page: Page;

  /** @param page an empty one */
  constructor(page: Page) {
    this.#page = page;
  }

  async still(png: Buffer): Promise<Buffer> {
    return (await this.#encode([png], still)).webp;
  }

  /** Each frame but the first one holds only the parts that changed. */
  async moving(frames: readonly Frame[]): Promise<Buffer> {
    const encoded: EncodedFrame[] = [];
    for (const [index, { png, lasts }] of frames.entries()) {
      const before = frames[index - 1];
      encoded.push({ ...(await this.#encode(before ? [png, before.png] : [png], moving)), lasts });
    }
    const [first] = encoded;
    if (!first) throw new Error("An animation needs a frame.");
    return animatedWebp(first, encoded);
  }

  /** @param pngs the picture, and the one that it changes */
  async #encode(pngs: readonly Buffer[], encoding: Encoding): Promise<Omit<EncodedFrame, "lasts">> {
    const files = pngs.map((png) => Uint8Array.from(png));
    const { data, ...place } = await this.#page.evaluate(encodeInPage, { files, ...encoding });
    return { ...place, webp: Buffer.from(data) };
  }
}

/** Runs in the page, so it has all that it needs inside. */
async function encodeInPage({ files, scale, quality }: Encoding & { files: readonly Uint8Array<ArrayBuffer>[] }) {
  const tile = 16;
  const [image, before] = await Promise.all(files.map(pixels));
  if (!image) throw new Error("There is no picture.");
  const { width, height } = image;
  const box = { left: 0, top: 0, right: width, bottom: height };
  if (before) {
    const changed = changedTiles(image, before);
    box.left = Math.min(...changed.map(({ x }) => x), width - tile);
    box.top = Math.min(...changed.map(({ y }) => y), height - tile);
    box.right = Math.min(width, Math.max(...changed.map(({ x }) => x), box.left) + tile);
    box.bottom = Math.min(height, Math.max(...changed.map(({ y }) => y), box.top) + tile);
  }
  const canvas = new OffscreenCanvas(box.right - box.left, box.bottom - box.top);
  canvas.getContext("2d")?.putImageData(image, -box.left, -box.top);
  const blob = await canvas.convertToBlob({ type: "image/webp", quality });
  const data = new Uint8Array(await blob.arrayBuffer());
  return { x: box.left, y: box.top, width: canvas.width, height: canvas.height, data };

  async function pixels(png: Uint8Array<ArrayBuffer>): Promise<ImageData> {
    const bitmap = await createImageBitmap(new Blob([png]));
    const size = { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) };
    const context = new OffscreenCanvas(size.width, size.height).getContext("2d");
    if (!context) throw new Error("There is no canvas.");
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, size.width, size.height);
    return context.getImageData(0, 0, size.width, size.height);
  }

  /** Makes all other tiles transparent, so that what was there stays. */
  function changedTiles(now: ImageData, then: ImageData): { x: number; y: number }[] {
    const [words, old] = [new Uint32Array(now.data.buffer), new Uint32Array(then.data.buffer)];
    const changed: { x: number; y: number }[] = [];
    for (let y = 0; y < height; y += tile) {
      for (let x = 0; x < width; x += tile) {
        const [end, rows] = [Math.min(x + tile, width), Math.min(y + tile, height)];
        let differs = false;
        for (let row = y; row < rows && !differs; row++) {
          for (let at = row * width + x; at < row * width + end && !differs; at++) differs = words[at] !== old[at];
        }
        if (differs) changed.push({ x, y });
        else for (let row = y; row < rows; row++) words.fill(0, row * width + x, row * width + end);
      }
    }
    return changed;
  }
}
