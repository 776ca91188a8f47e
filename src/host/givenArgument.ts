/** Whether a script or a keybinding passed an argument: VS Code's menus may pass the explorer's focused row. */
export function isGiven(argument: unknown): boolean {
  return argument !== undefined && argument !== null && !isRow(argument);
}

/** Whether a value is a row of the explorer. */
export function isRow(value: unknown): value is { kind: string } {
  return typeof value === "object" && value !== null && typeof (value as { kind?: unknown }).kind === "string";
}
