import { type Figure, formatNumber, targetText, valueText } from "../figures.ts";

const titles = ["ratio", "to", "target", "what", "figure", "what limits it"];

/** Figures as a table in Markdown that is aligned, so that a terminal shows it, too. */
export function markdownTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.ratio === undefined ? "" : formatNumber(figure.ratio),
    figure.baseline ?? "",
    targetText(figure),
    figure.name,
    valueText(figure),
    figure.limits ?? "",
  ]);
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill = " ") =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
  return [
    line(titles),
    line(
      titles.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row)),
  ].join("\n");
}
