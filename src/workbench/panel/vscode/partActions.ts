import type { RunEvent } from "#api/schemas.ts";
import { messageOf } from "#base/thrown.ts";
import { sequenceAt } from "#model/eventPosition.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import { fileAt } from "#runs/resultFiles/filesIn.ts";
import { describeContent } from "#runs/resultFiles/leftOut.ts";
import { bytesOf, type ResultFile, fileName } from "#runs/resultFiles/resultFile.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { partOfCall } from "#runs/story/app/callPart.ts";
import type {
  CallRequest,
  EventRequest,
  FileRequest,
  HostMessage,
  ValueRequest,
} from "#workbench/panel/page/messages.ts";
import type { FileRef } from "#workbench/panel/page/valueViews.ts";
import type { PanelUpdate } from "./panelFeed.ts";
import { isPicture } from "./resultFiles/fileView.ts";
import type { RunPanelServices } from "./runPanelServices.ts";
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
      services.use(message.use, presenter.eventJson(message.sequence), `event-${sequenceAt(message.sequence)}`);
      return;
    case "useCall": {
      const { use, id, side, secret } = message;
      if (use === "show") draw(presenter.showCall(id, side, secret));
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
      const { use, ref } = message;
      if (use === "save") services.saveFile(readFile(watch, ref), (file) => fileName(file, ref.path));
      else void pictureMessage(watch, ref).then(post);
    }
  }
}

/** A saved value is complete. A value to read doesn't need the bytes of files. */
function savedOrShown(use: "copy" | "open" | "save", value: unknown): unknown {
  return use === "save" ? value : withoutBytes(value);
}

type Watch = Pick<RunWatch, "run" | "log" | "runStory" | "whole">;

/** A file of a run with its bytes, read on request; `undefined` when it isn't stored any more. @throws ApiError */
async function readFile(watch: Watch, ref: FileRef): Promise<ResultFile | undefined> {
  switch (ref.in) {
    case "input":
    case "output":
      return fileAt(watch.run?.[ref.in], ref.path);
    case "event":
      return fileAt(await wholeEvent(watch, ref.sequence), ref.path);
    case "call": {
      const call = watch.runStory.steps.find(({ id }) => id === ref.id);
      if (call?.kind !== "tool") return undefined;
      for (const sequence of new Set([call.ended, call.sequence])) {
        const event = sequence === undefined ? undefined : await wholeEvent(watch, sequence);
        const file = event && fileAt(partOfCall(event, ref.part), ref.path);
        if (file) return file;
      }
      return undefined;
    }
  }
}

/** The message with a picture. Its bytes have to show that it is one. */
async function pictureMessage(watch: Watch, ref: FileRef): Promise<HostMessage> {
  try {
    const file = await readFile(watch, ref);
    if (!file) return { type: "picture", ref, error: notStoredReason };
    const content = describeContent(file.content);
    const read = bytesOf(file, fileName(file, ref.path));
    if ("problem" in read) return { type: "picture", ref, error: read.problem };
    if (!content.format || !isPicture(content))
      return { type: "picture", ref, error: "Only images can be shown here." };
    return { type: "picture", ref, mime: content.format.mime, bytes: read.bytes };
  } catch (error) {
    return { type: "picture", ref, error: messageOf(error) };
  }
}

const notStoredReason = "The app no longer stores the event that contains this file.";

async function wholeEvent(watch: Watch, sequence: number): Promise<RunEvent | undefined> {
  return watch.whole ? watch.whole(sequence) : watch.log.get(sequence);
}
