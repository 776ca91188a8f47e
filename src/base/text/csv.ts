/** Comma-separated values for spreadsheets, with a byte order mark. A number stays one, `null` is an empty field. */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = rows.map((cells) => cells.map(fieldOf).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** A spreadsheet takes a text that begins like a formula as one, unless an apostrophe stands before it. */
function fieldOf(cell: string | number | null): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return `"${plain.replaceAll('"', '""')}"`;
}
