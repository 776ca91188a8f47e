import type { FaultRow } from "./faultRow.ts";
import type { StreamFaultRow } from "./streamFaults.ts";

/** The rows of requests that fail as a table in Markdown. */
export function faultTable(rows: readonly FaultRow[]): string {
  return table(
    ["What happens", "A read", "A create", "Notification", "Row in the explorer", "Page of a run", "Buttons"],
    rows.map(({ what, reads, create, seen }) => [
      what,
      reads === 1 ? "once" : `${reads} times`,
      create === "unknown" ? "looked for" : "not made",
      seen.message.replace("{data}", "…"),
      seen.row,
      seen.page,
      seen.buttons.join(", ") || "none",
    ]),
  );
}

/** The rows of streams that fail as a table in Markdown. */
export function streamFaultTable(rows: readonly StreamFaultRow[]): string {
  const outcomes = { again: "reconnects", stops: "stops" };
  return table(
    ["What happens", "The stream", "Message"],
    rows.map(({ what, outcome, message }) => [what, outcomes[outcome], message]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
