import type { PanelMemory, PanelMessage } from "../protocol/messages.ts";
import type { PanelAction } from "../protocol/viewModels.ts";
import { Pictures } from "./resultFiles/pictures.ts";
import { isTab, type Tab } from "./state/panelState.ts";

/** VS Code defines this function in every webview. It can be called once. */
declare function acquireVsCodeApi(): {
  postMessage(message: PanelMessage): void;
  getState(): Partial<PanelMemory> | undefined;
  setState(state: Partial<PanelMemory>): void;
};

/** The extension, as the panel sees it. */
export interface Host {
  post(message: PanelMessage): void;
  act(action: PanelAction): void;
  copy(text: string): void;
  openLink(address: string): void;
  readonly pictures: Pictures;
  remember(memory: Omit<PanelMemory, "tab" | "places">): void;
  savedTab(): Tab | undefined;
  saveTab(tab: Tab): void;
  savedPlaces(): unknown;
  savePlaces(places: unknown): void;
}

export function connectHost(): Host {
  const api = acquireVsCodeApi();
  const keep = (part: Partial<PanelMemory>): void => api.setState({ ...api.getState(), ...part });
  return {
    post: (message) => api.postMessage(message),
    act: (action) => api.postMessage({ type: "action", action }),
    copy: (text) => api.postMessage({ type: "copy", text }),
    openLink: (address) => api.postMessage({ type: "openLink", address }),
    pictures: new Pictures((place) => api.postMessage({ type: "useFile", use: "show", place })),
    remember: keep,
    saveTab: (tab) => keep({ tab }),
    savedPlaces: () => api.getState()?.places,
    savePlaces: (places) => keep({ places }),
    savedTab() {
      const tab = api.getState()?.tab;
      return isTab(tab) ? tab : undefined;
    },
  };
}
