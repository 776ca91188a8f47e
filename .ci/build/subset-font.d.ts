/** What the build uses of the package, which brings no types. */
declare module "subset-font" {
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: "truetype" | "woff2" },
  ): Promise<Buffer>;
}
