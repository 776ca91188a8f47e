import type { Locator, Page } from "playwright-core";

/** The colours of a picture of an element along its edges, each as hexadecimal digits, without repetition. */
export async function edgeColors(
  page: Page,
  element: Locator,
): Promise<Record<"top" | "right" | "bottom" | "left", string[]>> {
  const picture = (await element.screenshot()).toString("base64");
  return await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const { width, height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const colors = (x: number, y: number, w: number, h: number): string[] => {
      const { data } = context.getImageData(x, y, w, h);
      const pixels = Array.from({ length: w * h }, (_, index) => data.slice(4 * index, 4 * index + 3));
      return [...new Set(pixels.map((parts) => [...parts].map((part) => part.toString(16).padStart(2, "0")).join("")))];
    };
    return {
      top: colors(0, 0, width, 1),
      right: colors(width - 1, 0, 1, height),
      bottom: colors(0, height - 1, width, 1),
      left: colors(0, 0, 1, height),
    };
  }, picture);
}
