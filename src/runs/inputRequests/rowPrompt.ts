import type { InputRequest } from "../../api/schemas.ts";
import { askedText } from "../labels/inputRequestText.ts";
import { rowText } from "../labels/runLabel.ts";
import { isApproval } from "./pendingInputRequests.ts";

/**
 * The text of an input request in a row; empty without a prompt. An approval is shown without the verb that its icon
 * and buttons already say, so that a narrow view shows the important part: *Issuing a $620 refund to customer-7421?*
 */
export function rowPrompt(request: InputRequest): string {
  const prompt = rowText(askedText(request));
  const [, rest] = /^(?:please )?approve (\S.*)$/i.exec(prompt) ?? [];
  return rest && isApproval(request) ? `${rest.charAt(0).toUpperCase()}${rest.slice(1)}` : prompt;
}
