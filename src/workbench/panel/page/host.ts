import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Poster } from "#ui/poster.ts";
import type { PanelMessage } from "./messages.ts";
import type { PanelAction } from "./panelAction.ts";
import { Pictures } from "./resultFiles/pictures.ts";
import type { Dispatch } from "./state/panelState.ts";

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
    pictures: new Pictures((ref) => post({ type: "useFile", use: "show", ref })),
  };
}

/** What each part of a run's page can reach: the extension, and the state of the page. */
export interface PanelParts {
  readonly host: Host;
  readonly dispatch: Dispatch;
}

export const PanelContext = createContext<PanelParts | undefined>(undefined);

export function usePanel(): PanelParts {
  return useContext(PanelContext)!;
}
