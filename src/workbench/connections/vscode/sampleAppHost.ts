import type { Disposable } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { type SampleApp, startSampleApp } from "#sample/server.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { saveAnyhow } from "#workbench/core/connections/keyVault.ts";

type RunningSampleApp = Pick<SampleApp, "url" | "accessKey" | "close">;

/** Starts the embedded sample app. Tests make it faster by `DYNAMIQ_RUNS_SAMPLE_SPEED`. */
function startFromSettings(): Promise<RunningSampleApp> {
  const { DYNAMIQ_RUNS_SAMPLE_SPEED: speed } = process.env;
  return startSampleApp({ speed: speed ? Number(speed) : undefined });
}

/** Runs the embedded sample app, once per window, and keeps a connection to it. */
export class SampleAppHost implements Disposable {
  readonly #connections: ConnectionStore;
  readonly #start: () => Promise<RunningSampleApp>;
  #app: Promise<RunningSampleApp> | undefined;

  constructor(connections: ConnectionStore, start: () => Promise<RunningSampleApp> = startFromSettings) {
    this.#connections = connections;
    this.#start = start;
  }

  /** Starts the app if it isn't running and makes its connection the active one. */
  async start(): Promise<Connection> {
    this.#app ??= this.#start();
    const { url, accessKey } = await this.#app.catch((error: unknown) => {
      this.#app = undefined;
      throw error;
    });
    const sampleConnection = this.#connections.list.find(({ sample }) => sample);
    if (!sampleConnection) {
      const sample = { name: "Sample App", baseUrl: url, accessKey, sample: true };
      return await saveAnyhow((keyStorage) => this.#connections.add({ ...sample, keyStorage }));
    }
    // Another window may have started it before, and this one may not have that key.
    const hasKey = await this.#connections.readKey(sampleConnection).then(
      (stored) => stored === accessKey,
      () => false,
    );
    if (sampleConnection.baseUrl !== url || !hasKey)
      await saveAnyhow((keyStorage) => this.#connections.move(sampleConnection.id, url, accessKey, keyStorage));
    await this.#connections.setActive(sampleConnection.id);
    return { ...sampleConnection, baseUrl: url };
  }

  dispose(): void {
    this.#app?.then((app) => app.close()).catch(onUnexpectedError);
  }
}
