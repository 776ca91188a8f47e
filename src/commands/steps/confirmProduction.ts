import type { Connection } from "../../connections/connection.ts";
import { confirm } from "../../host/confirm.ts";

/** What is about to be sent to an app. */
export interface ProductionAct {
  /** As a question begins: *Run*, *Answer*. */
  verb: string;
  /** What it is about, for the person: a file, a run. */
  what: string;
  /** What else is worth a look, a line each. */
  facts?: readonly string[];
  /** What the button says that sends it. */
  button: string;
  /**
   * What the button says that sends nothing, where *Cancel* could be read as the opposite answer or as ending
   * something.
   */
  keep?: string;
}

/**
 * Asks before something is sent to an app whose connection is marked as production and wants that; else it asks
 * nothing.
 * @returns whether to send it
 */
export async function confirmProduction(connection: Connection | undefined, act: ProductionAct): Promise<boolean> {
  if (connection?.production !== "ask") return true;
  const question = `${act.verb} on ${connection.name}? It is marked as production.`;
  const facts = act.facts?.length ? ["", ...act.facts] : [];
  const detail = [act.what, new URL(connection.baseUrl).host, ...facts].join("\n");
  return confirm({ question, detail, act: act.button, keep: act.keep });
}
