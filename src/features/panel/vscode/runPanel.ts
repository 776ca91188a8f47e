import { PagePanel, type PageWebview } from "../../../host/pages/pagePanel.ts";
import type { HostMessage, PanelMemory, PanelMessage } from "../page/messages.ts";
import type { RunPanelServices } from "./runPanelServices.ts";
import { ShownRun } from "./shownRun.ts";

export class RunPanel extends PagePanel<PanelMemory, PanelMessage, HostMessage> {
  readonly #services: RunPanelServices;
  readonly shown: ShownRun;

  constructor(webview: PageWebview<PanelMemory, PanelMessage>, services: RunPanelServices) {
    super(webview);
    this.#services = services;
    this.shown = this.owned.add(
      new ShownRun(
        this.memory,
        services,
        (message) => this.post(message),
        (title) => (this.title = title),
      ),
    );
    this.shown.start(this.postEarly());
  }

  override get connectionIds(): string[] {
    return [this.memory.connectionId];
  }

  override connect(): void {
    this.shown.connect();
  }

  override updateConnection(): void {
    this.shown.updateConnection();
  }

  protected override viewChanged(): void {
    if (!this.isVisible) this.shown.hide();
    this.#services.onLook();
  }

  protected override receive(message: PanelMessage): void {
    this.shown.receive(message);
  }
}
