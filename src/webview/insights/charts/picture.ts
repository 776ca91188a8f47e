/** The properties of the style sheets that a picture has to bring with it. */
const properties = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
] as const;

/** The picture has twice the pixels of the screen's chart, so that it stays sharp in a document. */
const scale = 2;

/** A chart as a PNG with the colors of the theme, in base64. `undefined` without a chart. */
export async function pictureOf(chart: SVGElement | null | undefined): Promise<string | undefined> {
  if (!chart) return undefined;
  const { width, height } = chart.getBoundingClientRect();
  const copy = chart.cloneNode(true) as SVGElement;
  const originals = [chart, ...chart.querySelectorAll("*")];
  for (const [at, element] of [copy, ...copy.querySelectorAll("*")].entries()) copyLook(originals[at]!, element);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const url = URL.createObjectURL(new Blob([copy.outerHTML], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return drawn(image, width, height);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function copyLook(from: Element, to: Element): void {
  const look = getComputedStyle(from);
  for (const property of properties) {
    const value = look.getPropertyValue(property);
    if (value !== "") to.setAttribute(property, value);
  }
}

function drawn(image: HTMLImageElement, width: number, height: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This window can't draw pictures.");
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}
