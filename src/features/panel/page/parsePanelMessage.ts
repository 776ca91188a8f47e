import * as z from "zod";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { readAs } from "../../../base/stored.ts";
import { isEventPlace } from "../../../model/eventPlace.ts";
import { draftSchema } from "../../../model/readDraft.ts";
import { isLinkAddress } from "../../../ui/linkAddress.ts";
import type { PanelMessage } from "./messages.ts";
import type { FilePlace } from "./valueViews.ts";
import type { PanelAction } from "./viewModels.ts";

const panelActions: Record<PanelAction, true> = {
  acceptAsGolden: true,
  askChat: true,
  cancel: true,
  compareWithGoldenRun: true,
  compareWithSelected: true,
  copyAsCurl: true,
  copyAsMarkdown: true,
  copyForAi: true,
  export: true,
  keepAsGoldenTest: true,
  filterBySession: true,
  filterByUser: true,
  openInput: true,
  openOutput: true,
  openConversation: true,
  openExport: true,
  openRun: true,
  openText: true,
  replaceKey: true,
  retry: true,
  runAgain: true,
  runAgainInSameSession: true,
  runAgainWithEdits: true,
  saveOutput: true,
  selectForCompare: true,
  showLog: true,
  switchConnection: true,
};

export const actionSchema = z.enum(Object.keys(panelActions) as PanelAction[]);

const path: z.ZodType<JsonPath> = z.array(z.union([z.string(), z.int().nonnegative()]));

const place = z.number().refine(isEventPlace);

const filePlace: z.ZodType<FilePlace> = z.discriminatedUnion("in", [
  z.object({ in: z.enum(["input", "output"]), path }),
  z.object({ in: z.literal("call"), id: z.string(), part: z.enum(["input", "result", "output", "files"]), path }),
  z.object({ in: z.literal("event"), sequence: place, path }),
]);

type Schemas = { [Type in PanelMessage["type"]]: z.ZodType<Extract<PanelMessage, { type: Type }>> };

/** One schema for each message. The compiler reports a missing one. */
const schemas: Schemas = {
  ready: message("ready", {}),
  searchPast: message("searchPast", {}),
  search: message("search", { query: z.string() }),
  ack: message("ack", { batch: z.int() }),
  showEvent: message("showEvent", { sequence: place }),
  loadRows: message("loadRows", { sequence: place }),
  loadGap: message("loadGap", { from: z.int(), to: z.int() }),
  copy: message("copy", { text: z.string() }),
  openLink: message("openLink", { address: z.string().refine(isLinkAddress) }),
  openFrame: message("openFrame", { id: z.string(), frame: z.int().nonnegative() }),
  openAttachment: message("openAttachment", { index: z.int().nonnegative() }),
  useEvent: message("useEvent", { use: z.enum(["copy", "open"]), sequence: place }),
  useCall: message("useCall", {
    use: z.enum(["copy", "open", "show"]),
    id: z.string(),
    side: z.enum(["input", "result", "output", "messages"]),
    secret: z.int().nonnegative().optional(),
  }),
  useValue: message("useValue", {
    use: z.enum(["copy", "open", "save", "show"]),
    side: z.enum(["input", "output"]),
    path,
  }),
  useFile: message("useFile", { use: z.enum(["save", "show"]), place: filePlace }),
  draft: message("draft", { requestId: z.string(), draft: draftSchema }),
  answer: message("answer", {
    requestId: z.string(),
    draft: draftSchema,
    decision: z.enum(["approve", "reject", "answer"]),
  }),
  dismissRequest: message("dismissRequest", { requestId: z.string() }),
  answerInEditor: message("answerInEditor", { requestId: z.string() }),
  openLiveView: message("openLiveView", { requestId: z.string() }),
  places: message("places", { places: z.object({ tab: z.string(), places: z.unknown() }) }),
  action: message("action", { action: actionSchema }),
};

const kindSchema = z.object({ type: z.enum(Object.keys(schemas) as PanelMessage["type"][]) });

/** Checks a message from a webview; anything that isn't ours is `undefined`. */
export function parsePanelMessage(value: unknown): PanelMessage | undefined {
  const kind = readAs(kindSchema, value);
  return kind && readAs<PanelMessage>(schemas[kind.type], value);
}

function message<Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) {
  return z.object({ type: z.literal(type), ...fields });
}
