/** The text of a style sheet, as `esbuild.mjs` bundles it. */
declare module "*.css" {
  const text: string;
  export default text;
}
