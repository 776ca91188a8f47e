/** Whether a run is one of a program on this machine, which can only be read. Its field `trace` says so. */
export function isLocalRun(run: { readonly [field: string]: unknown }): boolean {
  const trace = run["trace"];
  return typeof trace === "object" && trace !== null && typeof (trace as { nodes?: unknown }).nodes === "number";
}
