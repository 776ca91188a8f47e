import * as z from "zod";
import { countOf } from "#model/counts.ts";
import { readingTool } from "#workbench/tools/core/defineTool.ts";

export const listConnections = readingTool({
  name: "listConnections",
  order: 1,
  title: "List Connections",
  doing: "Listing connections",
  description:
    "Lists the Dynamiq apps that the person has connected: name, ID, host, which one is active, and which are marked " +
    "as production. Other tools take the name or ID in the argument `connection`. This tool never returns access keys.",
  tags: ["dynamiq", "runs", "connections"],
  input: z.strictObject({}),
  async run(_, host, { data }) {
    const all = await host.connections();
    if (all.length === 0) {
      return {
        summary: "There is no connection yet.",
        hint: "Ask the person to add one with the command “Dynamiq: Add Connection…”.",
      };
    }
    let shown = 0;
    for (const { id, name, host: address, production, isActive } of all) {
      const marks = [...(isActive ? ["active"] : []), ...(production === undefined ? [] : ["production"])];
      const line = [`- name: ${name}`, `id: ${id}`, `host: ${address}`, ...marks].join("; ");
      if (!data.add(line)) break;
      shown += 1;
    }
    const rest = all.length - shown;
    return {
      summary: `${countOf(all.length, "connection")}.`,
      leftOut: rest === 0 ? undefined : `Left out: ${countOf(rest, "connection")}. Use their names if you know them.`,
    };
  },
});
