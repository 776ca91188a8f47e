import { callTool, say, startTool } from "./speech.ts";
import type { AgentContext, Script } from "./steps.ts";

/** The agent's possible failures, by the code of the error. */
const failures = {
  payment_gateway_timeout: {
    doing: "The second charge is final at the provider, so a refund is due. I issue it through the gateway.\n",
    tool: "issue_refund",
    message: "The payment gateway did not respond within 3 s. The refund may or may not have been issued.",
  },
  crm_unavailable: {
    doing: "Before I answer I want the customer's older tickets, too.\n",
    tool: "search_tickets",
    message: "The CRM returned 503.",
  },
  bad_request: {
    doing: "The attachment looks like a table of contacts. I hand it to the importer.\n",
    tool: "import_contacts",
    message: "Line 214 of contacts.csv has 7 columns where 6 were expected.",
  },
};

export const failureCodes = ["payment_gateway_timeout", "crm_unavailable", "bad_request"] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Calls a tool that never returns, and fails. */
export function* failWith(context: AgentContext, code: string, iteration: number): Script {
  const unknown = { doing: "", tool: "call_service", message: `The agent failed: ${code}.` };
  const { doing, tool, message } = failureCodes.includes(code as FailureCode) ? failures[code as FailureCode] : unknown;
  yield* say(context, iteration, doing);
  const ledger = { name: "check_ledger", type: "http", input: { scope: "open" }, result: { open_entries: 0 } };
  yield* callTool(context, { iteration, ...ledger });
  const call = { iteration, name: tool, type: "http", input: { attempt: 1, timeout_ms: 3_000 } };
  const { id } = yield* startTool(context, call);
  yield { kind: "event", after: 3_000, type: "run.data", data: { node: tool, warning: "no response yet" } };
  const details = { node: tool, tool_call_id: id, iteration, attempts: 1 };
  return { error: { code, message, retryable: false, details } };
}
