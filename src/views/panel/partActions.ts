import type { CallRequest, EventRequest, FileRequest, HostMessage, ValueRequest } from "../../protocol/messages.ts";
import type { RunWatch } from "../../runs/live/runWatcher.ts";
import { fileName } from "../../runs/resultFiles/fileText.ts";
import { withoutBytes } from "../../runs/resultFiles/withoutBytes.ts";
import type { PanelUpdate } from "./panelFeed.ts";
import type { RunPanelServices } from "./panelServices.ts";
import { pictureMessage, readFile } from "./resultFiles/resultFiles.ts";
import type { RunPresenter } from "./runPresenter.ts";

export interface PartsOfRun {
  watch: RunWatch;
  presenter: RunPresenter;
  services: Pick<RunPanelServices, "use" | "saveFile">;
  draw: (update: PanelUpdate | "reopen") => void;
  post: (message: HostMessage) => void;
}

/** Handles a panel's request for a part of its run: an event, a side of a call, a value, a file. */
export function usePart(message: EventRequest | CallRequest | ValueRequest | FileRequest, parts: PartsOfRun): void {
  const { presenter, services, watch, draw, post } = parts;
  switch (message.type) {
    case "useEvent":
      services.use(message.use, presenter.events.json(message.sequence), `event-${message.sequence}`);
      return;
    case "useCall": {
      const { use, id, side } = message;
      if (use === "show") draw(presenter.showCall(id, side));
      else services.use(use, presenter.story.callValue(id, side), side);
      return;
    }
    case "useValue": {
      const { use, side, path } = message;
      if (use === "show") draw(presenter.showValue(side, path));
      else services.use(use, savedOrShown(use, presenter.value(side, path)), String(path.at(-1) ?? side));
      return;
    }
    case "useFile": {
      const { use, place } = message;
      if (use === "save") services.saveFile(readFile(watch, place), (file) => fileName(file, place.path));
      else void pictureMessage(watch, place).then(post);
    }
  }
}

/** A saved value is complete. A value to read doesn't need the bytes of files. */
function savedOrShown(use: "copy" | "open" | "save", value: unknown): unknown {
  return use === "save" ? value : withoutBytes(value);
}
