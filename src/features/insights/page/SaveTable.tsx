import { IconButton } from "#ui/Icon.tsx";
import type { InsightsHost } from "./insightsHost.ts";
import type { TableId } from "./messages.ts";

/** Saves a table as a file for a spreadsheet. */
export function SaveTable({ name, table, host }: { name: string; table: TableId; host: InsightsHost }) {
  return (
    <IconButton icon="export" name={`Save ${name} as CSV…`} onPress={() => host.post({ type: "saveTable", table })} />
  );
}
