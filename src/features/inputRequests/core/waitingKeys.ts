import type { InputRequest } from "../../../api/schemas.ts";
import { isApproval, isTakeover } from "../../../runs/labels/pendingInputRequests.ts";

/** What waits, as context keys say it. @param requests the known input requests of waiting runs */
export function waitingKeys(requests: readonly InputRequest[]) {
  return {
    approvalWaits: requests.some(isApproval),
    questionWaits: requests.some((request) => !isApproval(request)),
    browserWaits: requests.some(isTakeover),
  };
}
