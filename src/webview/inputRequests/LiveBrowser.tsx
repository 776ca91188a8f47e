import type { InputRequestView } from "../../protocol/inputRequestForm.ts";
import type { Host } from "../host.ts";
import { Icon } from "../ui/Icon.tsx";

/** The button that opens the browser that the agent hands over. Its address stays in the extension. */
export function LiveBrowser({ view, host }: { view: InputRequestView; host: Host }) {
  if (!view.liveView) return null;
  if (view.liveView === "unknown") {
    return (
      <p class="browser dim">
        <Icon name="info" />
        The run hasn't sent the address of its browser yet.
      </p>
    );
  }
  const open = (): void => host.post({ type: "openLiveView", requestId: view.form.id });
  return (
    <p class="browser">
      <button type="button" class="btn second" onClick={open}>
        <Icon name="link-external" />
        Open Live View
      </button>
      <span class="dim">Opens the agent's browser outside VS Code.</span>
    </p>
  );
}
