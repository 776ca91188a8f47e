import type { Poster } from "../../../ui/poster.ts";
import type { PanelMessage } from "./messages.ts";
import type { PanelAction } from "./panelAction.ts";
import { Pictures } from "./resultFiles/pictures.ts";

export interface Host extends Poster<PanelMessage> {
  act(action: PanelAction): void;
  copy(text: string): void;
  openLink(address: string): void;
  readonly pictures: Pictures;
}

export function hostOf({ post }: Poster<PanelMessage>): Host {
  return {
    post,
    act: (action) => post({ type: "action", action }),
    copy: (text) => post({ type: "copy", text }),
    openLink: (address) => post({ type: "openLink", address }),
    pictures: new Pictures((place) => post({ type: "useFile", use: "show", place })),
  };
}
