import { createHash } from "node:crypto";
import { oneLine } from "../base/text/oneLine.ts";
import type { Cover } from "../runs/values/cover.ts";
import { nameOf } from "./connectionFor.ts";
import { safeText } from "./text/safeText.ts";
import type { Confirmation, ToolConnection } from "./toolHost.ts";
import type { ToolName } from "./toolNames.ts";

interface Effect {
  tool: ToolName;
  connection: ToolConnection;
  /** The question without the place: `Start refund.run.json`. */
  act: string;
  /** More lines for the person. */
  facts: readonly string[];
  /** Covers keys alone: a person has to see what is sent under any name. */
  cover: Cover;
  button: string;
  /** All that is going to be sent, or what identifies it. */
  sent: readonly unknown[];
}

const longestFact = 2_000;

/** What a person is asked before an effect: where it goes comes first. */
export function confirmationOf({ tool, connection, act, facts, cover, button, sent }: Effect): Confirmation {
  const { id, host, production } = connection;
  const where = `Host: ${host}${production === undefined ? "" : ", marked as production"}`;
  return {
    tool,
    question: `${safeText(oneLine(cover.keysAlone.text(act), 120))} on ${nameOf(connection)}?`,
    connection,
    facts: [where, ...facts].map((fact) => safeText(oneLine(cover.keysAlone.text(fact), longestFact))),
    button,
    fingerprint: createHash("sha256")
      .update(JSON.stringify([tool, id, host, sent]))
      .digest("hex"),
  };
}
