import type * as vscode from "vscode";
import type { Run } from "../../../api/schemas.ts";
import type { HostMessage, PanelMemory, PanelMessage } from "../page/messages.ts";
import { parsePanelMessage } from "../page/parsePanelMessage.ts";
import { packMessage } from "../page/wire.ts";
import { PagePanel } from "./pagePanel.ts";
import type { RunPanelServices } from "./panelServices.ts";
import { ShownRun } from "./shownRun.ts";

export class RunPanel extends PagePanel<PanelMessage, HostMessage> {
  readonly #services: RunPanelServices;
  readonly #shown: ShownRun;

  constructor(panel: vscode.WebviewPanel, html: string, memory: PanelMemory, services: RunPanelServices) {
    super(panel, html, { read: parsePanelMessage, pack: packMessage });
    this.#services = services;
    this.#shown = this.owned.add(
      new ShownRun(
        memory,
        services,
        (message) => this.post(message),
        (title) => (this.title = title),
      ),
    );
    this.#shown.start(this.postEarly());
  }

  get memory(): PanelMemory {
    return this.#shown.memory;
  }

  /** Absent until it was read. */
  get run(): Run | undefined {
    return this.#shown.run;
  }

  /** Watches the run again, after its connection's address has changed. */
  connect(): void {
    this.#shown.connect();
  }

  updateConnection(): void {
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
