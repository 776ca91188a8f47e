import { callTool, say, startTool } from "./speech.ts";
import type { AgentContext, RunError, Script } from "./steps.ts";

/** The agent's possible failures, by the code of the error. */
const failures: Record<string, { doing: string; tool: string; message: string }> = {
  payment_gateway_timeout: {
    doing: "The second charge is final at the provider, so a refund is due. I issue it through the gateway.\n",
    tool: "issue_refund",
    message: "The payment gateway did not respond within 30 s. The refund may or may not have been issued.",
  },
  crm_unavailable: {
    doing: "Before I answer I want the customer's older tickets, too.\n",
    tool: "search_tickets",
    message: "The CRM returned 503 three times in a row.",
  },
  bad_request: {
    doing: "The attachment looks like a table of contacts. I hand it to the importer.\n",
    tool: "import_contacts",
    message: "Line 214 of contacts.csv has 7 columns where 6 were expected.",
  },
};

export const failureCodes = ["payment_gateway_timeout", "crm_unavailable", "bad_request"] as const;

/** Calls a tool that never returns, and fails. */
export function* failWith(context: AgentContext, code: string, iteration: number): Script {
  const failure = (Object.hasOwn(failures, code) ? failures[code] : undefined) ?? {
    doing: "",
    tool: "call_service",
    message: `The agent failed: ${code}.`,
  };
  yield* say(context, iteration, failure.doing);
  const ledger = { name: "check_ledger", type: "http", input: { scope: "open" }, result: { open_entries: 0 } };
  yield* callTool(context, { iteration, ...ledger });
  const call = { iteration, name: failure.tool, type: "http", input: { attempt: 1, timeout_ms: 30_000 } };
  const { id } = yield* startTool(context, call);
  yield* waitFor(3_000, "run.data", { node: failure.tool, warning: "no response yet" });
  return { error: describe(code, failure.message, { node: failure.tool, tool_call_id: id, iteration, attempts: 3 }) };
}

function describe(code: string, message: string, details: unknown): RunError {
  return { code, message, retryable: false, details };
}

function* waitFor(after: number, type: string, data: unknown): Script<void> {
  yield { kind: "event", after, type, data };
}
