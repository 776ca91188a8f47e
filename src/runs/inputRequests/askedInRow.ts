import type { InputRequest } from "../../api/schemas.ts";
import { askedText } from "../labels/inputRequestText.ts";
import { rowText } from "../labels/runLabel.ts";
import { isApproval } from "./pendingInputRequests.ts";

/**
 * What a request asks, as a row says it; empty without a prompt. An approval goes without the verb that its icon and
 * its buttons say, so that what is approved stays readable in a narrow view: *Issuing a $620 refund to customer-7421?*
 */
export function askedInRow(request: InputRequest): string {
  const prompt = rowText(askedText(request));
  const [, rest] = /^(?:please )?approve (\S.*)$/i.exec(prompt) ?? [];
  return rest && isApproval(request) ? `${rest.charAt(0).toUpperCase()}${rest.slice(1)}` : prompt;
}
