import type { AnswerMessage } from "../../protocol/answerMessage.ts";
import type { InputRequestsPresenter } from "../inputRequests/inputRequestsPresenter.ts";
import type { RunPanelServices } from "./panelServices.ts";

/** Does what a panel asks for with an input request. @returns whether the requests have to be drawn again */
export function takeAnswer(
  message: AnswerMessage,
  requests: InputRequestsPresenter | undefined,
  act: (action: Parameters<RunPanelServices["act"]>[0]) => void,
): boolean {
  const { requestId } = message;
  switch (message.type) {
    case "draft":
      requests?.setDraft(requestId, message.draft);
      return false;
    case "answer":
      void requests?.answer(requestId, message.draft, message.decision);
      return false;
    case "dismissRequest":
      requests?.dismiss(requestId);
      return true;
    case "answerInEditor":
      act(message);
      return false;
    case "openLiveView": {
      const address = requests?.liveBrowser(requestId);
      if (address !== undefined) act({ type: "openLiveView", address });
      return false;
    }
  }
}
