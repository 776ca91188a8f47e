import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { FileSource } from "#api/contract.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { AttachmentService } from "#runs/create/attachmentService.ts";
import { CreateJournal } from "#runs/create/createJournal.ts";
import { RunCreator } from "#runs/create/runCreator.ts";
import { StartedRuns } from "#runs/create/startedRuns.ts";
import { RunsSession } from "#runs/store/runsSession.ts";
import { journalStorage } from "#workbench/core/journalStorage.ts";
import { UploadStore } from "#workbench/core/uploadStore.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { sampleSpeed } from "../../../../support/sampleSpeed.ts";
import { memoryOf } from "../../../../support/state/fakeStorage.ts";
import { connectionsOf, openShared } from "../../../../support/state/windows.ts";
import { connect, type TestClient } from "../../../api/clients.ts";

export const mib = 1024 * 1024;
export const input = { ticket_subject: "With files" };

/** A file on the disk, to be sent. */
export interface Made {
  path: string;
  file: FileSource;
  name: string;
  sha256: string;
}

/** A sample app, with all that sends files to it, and a folder of its own for them. */
export class SendingApp {
  folder!: string;
  app!: SampleApp;
  session!: RunsSession;
  uploads!: UploadStore;
  service!: AttachmentService;
  creator!: RunCreator;
  #connection!: TestClient;
  #started!: StartedRuns;

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-files-"));
    this.app = await startSampleApp({ speed: sampleSpeed, pastRuns: 0 });
    this.#connection = connect(this.app.url, { accessKey: this.app.accessKey });
    const shared = await openShared();
    const connections = connectionsOf(shared);
    const { id } = await connections.add({ name: "App", baseUrl: this.app.url });
    this.session = new RunsSession(id, async () => this.#connection.client);
    this.uploads = new UploadStore(shared.uploads, connections);
    this.#started = new StartedRuns(shared.started);
    this.#sendWith(new AttachmentService(this.uploads));
  }

  /** Sends no file with a request: each is uploaded first. */
  uploadAll(): void {
    this.#sendWith(new AttachmentService(this.uploads, 0));
  }

  #sendWith(service: AttachmentService): void {
    this.service = service;
    this.creator = new RunCreator({
      attachments: service,
      journal: new CreateJournal(journalStorage(memoryOf(new Map()))),
      started: this.#started,
      addressOf: () => this.app.url,
      onError: (error) => expect.fail(String(error)),
    });
  }

  async close(): Promise<void> {
    this.session.dispose();
    await this.#connection[Symbol.asyncDispose]();
    await this.app.close();
    await rm(this.folder, { recursive: true });
  }

  async make(name: string, content: Buffer = randomBytes(1_000)): Promise<Made> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return { path, name, file: await fileFromPath(path), sha256: createHash("sha256").update(content).digest("hex") };
  }

  create(files: readonly FileSource[], onGone?: (names: readonly string[]) => void) {
    const run = { request: { input }, files, mode: "background", name: "Files" } as const;
    return this.creator.create(this.session, run, { onGone });
  }

  /** What the app got whole. */
  writes(): string[] {
    return this.app.requests
      .filter(({ method, status }) => method === "POST" && status !== undefined)
      .map(({ path }) => path);
  }

  arrived(): { name: string; sha256: string }[] {
    return (this.app.created.at(-1)?.files ?? []).map(({ name, sha256 }) => ({ name, sha256 }));
  }
}

/** One for each test of a file. */
export function useSendingApp(): SendingApp {
  const here = new SendingApp();
  beforeEach(() => here.open());
  afterEach(() => here.close());
  return here;
}

export const wanted = (made: readonly Made[]): { name: string; sha256: string }[] =>
  made.map(({ name, sha256 }) => ({ name, sha256 }));
