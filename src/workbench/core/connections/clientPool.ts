import type { RunsApi } from "#api/contract.ts";
import { ApiError, isApiError } from "#api/errors.ts";
import type { Disposable } from "#base/disposable.ts";
import { messageOf } from "#base/thrown.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { UnsentKeyError } from "#host/errors/unsentKey.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionStore } from "./connectionStore.ts";
import { KeyNotStoredError, OtherMachineError } from "./keyErrors.ts";

/** Creates the client of a connection. The code behind it is loaded at the first request. */
export type MakeClient = (baseUrl: string, accessKey: string | undefined, connectionId?: string) => Promise<RunsApi>;

/** One client per connection, created when it is first needed and closed when its address or key changes. */
export class ClientPool implements Disposable {
  readonly #clients = new Map<string, Promise<RunsApi>>();
  readonly #connections: ConnectionStore;
  readonly #make: MakeClient;
  readonly #subscription: Disposable;

  constructor(connections: ConnectionStore, make: MakeClient) {
    this.#connections = connections;
    this.#make = make;
    this.#subscription = connections.onDidChange(({ client }) => client && this.#end(client));
  }

  /** @throws ApiError, also when the connection was removed or isn't at `baseUrl` any more; UnsentKeyError */
  async get(connectionId: string, baseUrl?: string): Promise<RunsApi> {
    const connection = this.#connections.get(connectionId);
    if (connection && baseUrl !== undefined && connection.baseUrl !== baseUrl)
      throw new ApiError({ kind: "invalid", message: `The address of ${connection.name} has changed. Try again.` });
    let client = this.#clients.get(connectionId);
    if (!client) {
      client = this.#open(connectionId);
      this.#clients.set(connectionId, client);
      client.catch(() => this.#clients.delete(connectionId));
    }
    return client;
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const id of [...this.#clients.keys()]) this.#end(id);
  }

  async #open(connectionId: string): Promise<RunsApi> {
    const connection = this.#connections.get(connectionId);
    if (!connection) throw new ApiError({ kind: "not-found", message: "This connection no longer exists." });
    return this.#make(connection.baseUrl, await this.#readKey(connection), connectionId);
  }

  async #readKey(connection: Connection): Promise<string | undefined> {
    try {
      return await this.#connections.readKey(connection);
    } catch (cause) {
      const message = messageOf(cause);
      const { id, name } = connection;
      if (cause instanceof OtherMachineError) throw new UnsentKeyError("otherMachine", id, message, cause);
      if (cause instanceof KeyNotStoredError) throw new UnsentKeyError("keyNotStored", id, message, cause);
      throw new UnsentKeyError("keyUnreadable", id, `The access key of ${name} can't be read: ${message}`, cause);
    }
  }

  #end(connectionId: string): void {
    const client = this.#clients.get(connectionId);
    this.#clients.delete(connectionId);
    client
      ?.then((opened) => opened.close())
      .catch((error: unknown) => {
        if (!isApiError(error)) onUnexpectedError(error);
      });
  }
}
