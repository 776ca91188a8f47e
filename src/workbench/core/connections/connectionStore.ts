import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type * as vscode from "vscode";
import { parseBaseUrl } from "#api/baseUrl.ts";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { withoutUndefined } from "#base/stored.ts";
import type { Machine } from "#host/machine.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import {
  type Connection,
  type ConnectionMarks,
  freeName,
  nextOrder,
  type ServedTarget,
  type StoredConnection,
} from "./connection.ts";
import { KeyNotStoredError, KeyringError } from "./keyErrors.ts";
import { type KeyStorage, KeyVault } from "./keyVault.ts";
import type { TitlePaths } from "./titlePaths.ts";

/** The key of the active connection's id, in the workspace's state and among the preferences. */
const activeKey = "dynamiqRuns.activeConnection";

export interface NewConnection {
  name: string;
  /** A host or a URL. */
  baseUrl: string;
  /** Absent for a public app. */
  accessKey?: string;
  sample?: boolean;
  served?: ServedTarget;
  /** Where to save the key; by default in the keyring. */
  keyStorage?: KeyStorage;
}

/** A change: of a connection's address or key (`client`), or only of the list, a name, a mark or the active one. */
export interface ConnectionChange {
  client?: string;
  /** Whether its runs were deleted, so that nothing of them may stay. */
  cleared?: true;
}

interface ConnectionsState {
  list: readonly Connection[];
  /** By the ids of connections: whether each was saved with a key. */
  keyed: ReadonlyMap<string, boolean | undefined>;
  activeId: string | undefined;
}

export interface ConnectionStoreOptions {
  /** Shared by all windows. */
  connections: EntityStore<StoredConnection>;
  /** Shared by all windows. A new window starts with the last choice of any window. */
  preferences: EntityStore<unknown>;
  window: vscode.Memento;
  secrets: vscode.SecretStorage;
  /** The machine of this window's extensions; by default the person's own machine. */
  machine?: Machine;
  titles?: TitlePaths;
}

/** The named apps, in files that all windows share; keys are in SecretStorage. Each window has its own active one. */
export class ConnectionStore extends Owner {
  readonly #options: ConnectionStoreOptions;
  readonly #keys: KeyVault;
  readonly #changed = this.owned.add(new Emitter<ConnectionChange>());
  /** A connection of this window alone. */
  #local: Connection | undefined;
  /** The port whose key its programs have. */
  #localPort: number | undefined;
  #state: ConnectionsState;
  readonly onDidChange = this.#changed.event;

  constructor(options: ConnectionStoreOptions) {
    super();
    this.#options = options;
    const { connections, preferences, window, secrets, machine, titles } = options;
    this.#keys = this.owned.add(new KeyVault(secrets, (client) => this.#changed.fire({ client }), machine));
    this.owned.add(connections.onDidChange(() => this.#takeOver()));
    if (titles) this.owned.add(titles.onDidChange(() => this.#takeOver()));
    const activeId: unknown = window.get(activeKey) ?? preferences.get(activeKey);
    this.#state = { ...this.#read(), activeId: typeof activeId === "string" ? activeId : undefined };
  }

  get list(): readonly Connection[] {
    return this.#state.list;
  }

  get active(): Connection | undefined {
    const { list, activeId } = this.#state;
    return list.find(({ id }) => id === activeId) ?? list[0];
  }

  get(id: string): Connection | undefined {
    return this.list.find((connection) => connection.id === id);
  }

  /** Whether the person has removed it, in any window. An unreadable connection doesn't count as removed. */
  wasRemoved(id: string): boolean {
    return !this.get(id) && this.#options.connections.wasDeleted(id);
  }

  /** Saves a connection and makes it the active one. @throws KeyringError, StorageError, and then nothing is saved */
  async add(added: NewConnection): Promise<Connection> {
    const connection: Connection = {
      id: randomUUID(),
      name: freeName(
        added.name,
        this.list.map(({ name }) => name),
      ),
      baseUrl: parseBaseUrl(added.baseUrl),
      sample: added.sample || undefined,
      served: added.served,
    };
    if (added.accessKey) await this.#keys.save(connection.id, connection.baseUrl, added.accessKey, added.keyStorage);
    try {
      const order = nextOrder(this.#options.connections.entries().map(([, stored]) => stored));
      await this.#options.connections.add(connection.id, { connection, order, keyed: Boolean(added.accessKey) });
    } catch (error) {
      await this.#keys.forget(connection.id).catch(() => undefined);
      throw error;
    }
    this.#state = { ...this.#read(), activeId: connection.id };
    this.#changed.fire({ client: connection.id });
    await this.#rememberActive(connection.id);
    return connection;
  }

  /**
   * Shows the runs of this machine's programs as a connection of this window. Nothing is saved, and it has no key.
   *
   * @param port to which its programs post, or have posted in an earlier window
   */
  showLocal(connection: Connection, port?: number): void {
    this.#local = { ...connection, local: true };
    this.#localPort = port ?? this.#localPort;
    this.#state = { ...this.#state, ...this.#read() };
    this.#changed.fire({});
  }

  /** Ends what knows the runs of this machine's programs. @param isKept whether the connection stays in the list */
  resetLocal(isKept: boolean): void {
    const id = this.#local?.id;
    if (id === undefined) return;
    if (!isKept) this.#local = undefined;
    this.#state = { ...this.#state, ...this.#read() };
    this.#changed.fire({ client: id, cleared: true });
  }

  /**
   * The keys with which programs post to this window, one for each port. A program that outlives the window sends its key
   * to the next program with that port, which must not reach this window's next port.
   */
  async localKeys({ id, baseUrl }: Connection): Promise<(port: number) => string> {
    const secret = (await this.#localSecret({ id, baseUrl })) ?? (await this.#newSecret(id, baseUrl));
    return (port) => portKey(secret, port);
  }

  async #localSecret({ id, baseUrl }: Pick<Connection, "id" | "baseUrl">): Promise<string | undefined> {
    return this.#keys.read(id, baseUrl).catch(() => undefined);
  }

  async #newSecret(id: string, baseUrl: string): Promise<string> {
    const secret = randomBytes(32).toString("base64url");
    try {
      await this.#keys.save(id, baseUrl, secret);
    } catch (error) {
      if (!(error instanceof KeyringError)) throw error;
      await this.#keys.save(id, baseUrl, secret, "session");
    }
    return secret;
  }

  async setActive(id: string): Promise<void> {
    await this.#rememberActive(id);
    this.#state = { ...this.#state, activeId: id };
    this.#changed.fire({});
  }

  /** @param marks those that change; one that is `undefined` is removed */
  async mark(id: string, marks: ConnectionMarks): Promise<void> {
    await this.#replace(id, (connection) => withoutUndefined({ ...connection, ...marks }));
    this.#changed.fire({});
  }

  /** The connections that are polled for waiting runs: the active one first, then the watched ones. */
  get watched(): readonly Connection[] {
    const { list, active } = this;
    return active ? [active, ...list.filter((each) => each.watched && each.id !== active.id)] : [];
  }

  /** The setting with the titles of its runs follows. @throws UserError when the setting can't be changed */
  async rename(id: string, name: string): Promise<void> {
    const others = this.list.filter((connection) => connection.id !== id).map((connection) => connection.name);
    const [before, after] = [this.get(id)?.name, freeName(name, others)];
    await this.#replace(id, (connection) => ({ ...connection, name: after }));
    this.#changed.fire({});
    if (before !== undefined && before !== after) await this.#options.titles?.rename(before, after);
  }

  /** Gives a connection another address with that address's own key. The old key is deleted with the old address. */
  async move(id: string, baseUrl: string, accessKey: string | undefined, keyStorage?: KeyStorage): Promise<void> {
    const origin = parseBaseUrl(baseUrl);
    await this.#saveKey(id, origin, accessKey, keyStorage);
    await this.#replace(id, (connection) => ({ ...connection, baseUrl: origin }), accessKey !== undefined);
    this.#changed.fire({ client: id });
  }

  /** @param accessKey `undefined` for a public app. @throws KeyringError, and then the old key stays */
  async replaceKey(id: string, accessKey: string | undefined, keyStorage?: KeyStorage): Promise<void> {
    const connection = this.get(id);
    if (!connection) throw new Error("This connection no longer exists.");
    await this.#saveKey(id, connection.baseUrl, accessKey, keyStorage);
    await this.#replace(id, (same) => same, accessKey !== undefined);
    this.#changed.fire({ client: id });
  }

  /** @throws KeyringError when the key stays behind; the connection is removed all the same */
  async remove(id: string): Promise<void> {
    try {
      await this.#keys.forget(id);
    } finally {
      await this.#options.connections.delete(id);
      this.#state = { ...this.#state, ...this.#read() };
      this.#changed.fire({ client: id });
    }
  }

  /**
   * The key, `undefined` for a public app. @throws when it is of another origin; OtherMachineError; KeyNotStoredError
   */
  async readKey({ id, name, baseUrl }: Connection): Promise<string | undefined> {
    const keyed = this.#state.keyed.get(id);
    if (keyed === false) return undefined;
    const key = await this.#keys.read(id, baseUrl);
    if (key === undefined && keyed) throw new KeyNotStoredError(this.get(id)?.name ?? name);
    return key;
  }

  /** Whether requests to it have a key, also if that isn't stored here. @throws like {@link readKey} */
  async needsKey(connection: Connection): Promise<boolean> {
    return this.#state.keyed.get(connection.id) ?? (await this.readKey(connection)) !== undefined;
  }

  /** Gives the keys of all connections to a function that recognizes them, to cover them. */
  async withKeys<T>(use: (keys: readonly string[]) => T): Promise<T> {
    const [local, port] = [this.#local, this.#localPort];
    const secret = local && port !== undefined ? await this.#localSecret(local) : undefined;
    const ofPort = secret === undefined || port === undefined ? [] : [portKey(secret, port)];
    return this.#keys.withKeys(
      this.list.map(({ id }) => id),
      (keys) => use([...keys, ...ofPort]),
    );
  }

  async #saveKey(id: string, origin: string, accessKey: string | undefined, keyStorage?: KeyStorage): Promise<void> {
    if (accessKey === undefined) await this.#keys.forget(id);
    else await this.#keys.save(id, origin, accessKey, keyStorage);
  }

  /** Changes a connection in its newest version of all windows. @param keyed whether it has a key now */
  async #replace(id: string, change: (connection: Connection) => Connection, keyed?: boolean): Promise<void> {
    const mark = keyed === undefined ? {} : { keyed };
    const changed = await this.#options.connections.update(
      id,
      (stored) => stored && { ...stored, connection: change(stored.connection), ...mark },
    );
    this.#takeOver(id);
    if (!changed) throw new Error("This connection no longer exists.");
  }

  async #rememberActive(id: string): Promise<void> {
    await this.#options.window.update(activeKey, id);
    await this.#options.preferences.put(activeKey, id);
  }

  /** Reads the connections from the files. @param own a connection whose change the caller reports itself */
  #takeOver(own?: string): void {
    const before = this.#state;
    this.#state = { ...before, ...this.#read() };
    const { keyed } = this.#state;
    const moved = before.list.filter(
      ({ id, baseUrl }) => id !== own && (this.get(id)?.baseUrl !== baseUrl || keyed.get(id) !== before.keyed.get(id)),
    );
    for (const { id } of moved) this.#changed.fire({ client: id });
    if (moved.length === 0 && own === undefined && JSON.stringify(before) !== JSON.stringify(this.#state))
      this.#changed.fire({});
  }

  #withTitlePath(connection: Connection): Connection {
    const titlePath = this.#options.titles?.of(connection.name);
    return titlePath ? { ...connection, titlePath } : connection;
  }

  #read(): Pick<ConnectionsState, "list" | "keyed"> {
    const stored = this.#options.connections.entries().map(([, each]) => each);
    const saved = stored.sort((a, b) => a.order - b.order).map(({ connection }) => this.#withTitlePath(connection));
    const keyed = stored.map(({ connection, keyed: isKeyed }) => [connection.id, isKeyed] as const);
    const local = this.#local;
    return {
      list: local ? [...saved, local] : saved,
      keyed: new Map([...keyed, ...(local ? [[local.id, false] as const] : [])]),
    };
  }
}

function portKey(secret: string, port: number): string {
  return createHmac("sha256", secret).update(`127.0.0.1:${port}`).digest("base64url");
}
