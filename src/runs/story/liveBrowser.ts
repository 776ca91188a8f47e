import type { RunEvent } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { openJson } from "#runs/values/prettyJson.ts";

/** The address that controls an agent's browser. It is opened only on request, and never logged. */
const addressField = "live_view_url";
/** The address in a plain text, or in one that was cut. */
const addressInText = /live_view_url["']?\s{0,9}[:=]\s{0,9}["']?(https:\/\/[^\s"'<>\\)\]},]{1,8000})/g;
const maxAddressLength = 8_000;
/** In characters. A longer text isn't searched. */
const maxTextLength = 1_000_000;
const maxDepth = 8;
/** How many values of one result are searched. */
const maxValues = 5_000;

type Fields = Record<string, unknown>;

/** The address in an event: in a tool's result, in the run's output, or in an unknown form. */
export function liveBrowserOf({ type, data }: RunEvent): string | undefined {
  const fields = fieldsOf(data);
  if (type.startsWith("agent.tool_call.")) return addressIn([fields["result"], fields["output"]]);
  if (type === "run.completed") return addressIn(fields["output"]);
  if (type !== "run.data") return undefined;
  const inner = "entity_id" in fields || "wf_run_id" in fields ? fieldsOf(fields["data"]) : fields;
  const choices = inner["choices"];
  if (!Array.isArray(choices)) return addressIn(inner);
  const { step, content } = fieldsOf(fieldsOf(choices[0])["delta"]);
  const call = fieldsOf(content);
  return step === "tool" ? addressIn([call["result"], call["output"]]) : undefined;
}

/** The last address in a value. */
export function addressIn(value: unknown): string | undefined {
  let left = maxValues;
  const look = (each: unknown, depth: number): string | undefined => {
    if (--left < 0 || depth > maxDepth) return undefined;
    if (typeof each === "string") return inString(each, depth);
    if (!isContainer(each)) return undefined;
    let found: string | undefined;
    if (Array.isArray(each)) {
      for (const part of each) found = look(part, depth + 1) ?? found;
      return found;
    }
    // Not `Object.entries`, which would create lists: this runs for every event of a call.
    for (const key in each) {
      const part = (each as Fields)[key];
      const here: string | undefined =
        key === addressField && typeof part === "string" ? secureAddress(part) : look(part, depth + 1);
      found = here ?? found;
    }
    return found;
  };
  const inString = (text: string, depth: number): string | undefined => {
    if (text.length > maxTextLength || !text.includes(addressField)) return undefined;
    const opened = openJson(text);
    if (isContainer(opened)) return look(opened, depth + 1);
    const addresses = [...text.matchAll(addressInText)].flatMap(([, address = ""]) =>
      address.includes("...") ? [] : (secureAddress(address) ?? []),
    );
    return addresses.at(-1);
  };
  return look(value, 0);
}

/** An address, if it is secure: only those are accepted. */
function secureAddress(address: string): string | undefined {
  return address.length <= maxAddressLength && URL.parse(address)?.protocol === "https:" ? address : undefined;
}
