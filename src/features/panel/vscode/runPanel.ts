import type { Run } from "../../../api/schemas.ts";
import { PagePanel, type PageWebview } from "../../../host/pages/pagePanel.ts";
import type { HostMessage, PanelMemory, PanelMessage } from "../page/messages.ts";
import type { RunPanelServices } from "./runPanelServices.ts";
import { ShownRun } from "./shownRun.ts";

export class RunPanel extends PagePanel<PanelMemory, PanelMessage, HostMessage> {
  readonly #services: RunPanelServices;
  readonly #shown: ShownRun;

  constructor(shown: PageWebview<PanelMemory, PanelMessage>, services: RunPanelServices) {
    super(shown);
    this.#services = services;
    this.#shown = this.owned.add(
      new ShownRun(
        this.memory,
        services,
        (message) => this.post(message),
        (title) => (this.title = title),
      ),
    );
    this.#shown.start(this.postEarly());
  }

  override get connectionIds(): string[] {
    return [this.memory.connectionId];
  }

  get run(): Run | undefined {
    return this.#shown.run;
  }

  override connect(): void {
    this.#shown.connect();
  }

  override updateConnection(): void {
    this.#shown.updateConnection();
  }

  /** Shows a step of the story, by the sequence of the event that began it. */
  goTo(sequence: number): void {
    this.#shown.goTo(sequence);
  }

  /** The same for a page that is new, unless it was restored and the reader has gone on since. */
  openAt(sequence: number): void {
    this.#shown.openAt(sequence);
  }

  protected override viewChanged(): void {
    if (!this.isVisible) this.#shown.hide();
    this.#services.onLook();
  }

  protected override receive(message: PanelMessage): void {
    this.#shown.receive(message);
  }
}
