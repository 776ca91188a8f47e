/** Preact as all pages load it, in a bundle of its own: see `esbuild.mjs`. */
export * from "preact";
export * from "preact/hooks";
export { jsx, jsxs } from "preact/jsx-runtime";
