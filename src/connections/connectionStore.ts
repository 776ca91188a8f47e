import { randomUUID } from "node:crypto";
import type * as vscode from "vscode";
import { parseBaseUrl } from "../api/baseUrl.ts";
import type { Disposable } from "../base/disposable.ts";
import { Emitter } from "../base/emitter.ts";
import { type Connection, connectionsKey, freeName, type ProductionMode, readConnections } from "./connection.ts";
import { type KeyPlace, KeyVault } from "./keyVault.ts";

const activeKey = "dynamiqRuns.activeConnection";

export interface NewConnection {
  name: string;
  /** A host or a URL. */
  baseUrl: string;
  /** Absent for a public app. */
  accessKey?: string | undefined;
  sample?: boolean;
  /** Where to keep the key; by default in the keyring. */
  keyPlace?: KeyPlace;
}

/** What changed: a connection's address or key (`client`), or only the list, a name, a mark or the active one. */
export interface ConnectionChange {
  client?: string;
}

interface Held {
  list: readonly Connection[];
  activeId: string | undefined;
}

/**
 * The named apps and which of them is active. Names and addresses in globalState, keys in SecretStorage. All windows share
 * both, and what another window changes is taken over when this one is told to: nothing changes in between. Which one is
 * active is this window's own: switching elsewhere never turns what is done here to another app.
 */
export class ConnectionStore implements Disposable {
  readonly #state: vscode.Memento;
  readonly #window: vscode.Memento;
  readonly #keys: KeyVault;
  readonly #changed = new Emitter<ConnectionChange>();
  #held: Held;
  readonly onDidChange = this.#changed.event;

  /** @param state is shared by all windows, `window` is this one's; the last choice of any is where a new window begins */
  constructor(state: vscode.Memento, window: vscode.Memento, secrets: vscode.SecretStorage) {
    this.#state = state;
    this.#window = window;
    this.#keys = new KeyVault(secrets, (client) => this.#changed.fire({ client }));
    const activeId: unknown = window.get(activeKey) ?? state.get(activeKey);
    this.#held = { list: this.#readList(), activeId: typeof activeId === "string" ? activeId : undefined };
  }

  get list(): readonly Connection[] {
    return this.#held.list;
  }

  get active(): Connection | undefined {
    const { list, activeId } = this.#held;
    return list.find(({ id }) => id === activeId) ?? list[0];
  }

  get(id: string): Connection | undefined {
    return this.list.find((connection) => connection.id === id);
  }

  /**
   * Saves a connection and makes it the active one.
   * @throws when the address is not one that a key may be sent to; KeyringError, and then nothing is saved
   */
  async add(wanted: NewConnection): Promise<Connection> {
    const connection: Connection = {
      id: randomUUID(),
      name: freeName(wanted.name, this.list.map(({ name }) => name)),
      baseUrl: parseBaseUrl(wanted.baseUrl),
      ...(wanted.sample ? { sample: true } : {}),
    };
    if (wanted.accessKey) await this.#keys.save(connection.id, connection.baseUrl, wanted.accessKey, wanted.keyPlace);
    await this.#write((list) => [...list, connection], connection.id);
    this.#changed.fire({ client: connection.id });
    return connection;
  }

  async setActive(id: string): Promise<void> {
    await this.#rememberActive(id);
    this.#held = { ...this.#held, activeId: id };
    this.#changed.fire({});
  }

  /** @param mode `undefined` takes the mark away. */
  async setProduction(id: string, mode: ProductionMode | undefined): Promise<void> {
    await this.#replace(id, (connection) => {
      const { production: _, ...unmarked } = connection;
      return mode ? { ...unmarked, production: mode } : unmarked;
    });
    this.#changed.fire({});
  }

  /** Whether to look for runs that wait there also while another connection is the active one. */
  async setWatched(id: string, watched: boolean): Promise<void> {
    await this.#replace(id, (connection) => {
      const { watched: _, ...plain } = connection;
      return watched ? { ...plain, watched: true } : plain;
    });
    this.#changed.fire({});
  }

  /** The connections in which runs that wait are looked for: the active one first, then those that are marked so. */
  get watched(): readonly Connection[] {
    const { list, active } = this;
    return active ? [active, ...list.filter((each) => each.watched && each.id !== active.id)] : [];
  }

  async rename(id: string, name: string): Promise<void> {
    const others = this.list.filter((connection) => connection.id !== id).map((connection) => connection.name);
    await this.#replace(id, (connection) => ({ ...connection, name: freeName(name, others) }));
    this.#changed.fire({});
  }

  /** Moves a connection to another address with that address's own key; the old key goes with the old address. */
  async move(id: string, baseUrl: string, accessKey: string | undefined, keyPlace?: KeyPlace): Promise<void> {
    const origin = parseBaseUrl(baseUrl);
    await this.#saveKey(id, origin, accessKey, keyPlace);
    await this.#replace(id, (connection) => ({ ...connection, baseUrl: origin }));
    this.#changed.fire({ client: id });
  }

  /** @param accessKey `undefined` makes it a public app's connection. @throws KeyringError, and then the old one stays */
  async replaceKey(id: string, accessKey: string | undefined, keyPlace?: KeyPlace): Promise<void> {
    const connection = this.get(id);
    if (!connection) throw new Error("This connection does not exist any more.");
    await this.#saveKey(id, connection.baseUrl, accessKey, keyPlace);
    this.#changed.fire({ client: id });
  }

  /** @throws KeyringError when the key stays behind; the connection is gone all the same */
  async remove(id: string): Promise<void> {
    try {
      await this.#keys.forget(id);
    } finally {
      await this.#write((list) => list.filter((connection) => connection.id !== id));
      this.#changed.fire({ client: id });
    }
  }

  /** Takes over what other windows have changed. */
  reread(): void {
    const before = this.#held;
    this.#held = { ...before, list: this.#readList() };
    if (JSON.stringify(before) === JSON.stringify(this.#held)) return;
    const moved = before.list.filter(({ id, baseUrl }) => this.get(id)?.baseUrl !== baseUrl);
    for (const { id } of moved) this.#changed.fire({ client: id });
    if (moved.length === 0) this.#changed.fire({});
  }

  /** @throws when the saved key is for another origin than the connection's. */
  readKey(connection: Connection): Promise<string | undefined> {
    return this.#keys.read(connection.id, connection.baseUrl);
  }

  dispose(): void {
    this.#keys.dispose();
    this.#changed.dispose();
  }

  async #saveKey(id: string, origin: string, accessKey: string | undefined, place?: KeyPlace): Promise<void> {
    if (accessKey === undefined) await this.#keys.forget(id);
    else await this.#keys.save(id, origin, accessKey, place);
  }

  async #replace(id: string, change: (connection: Connection) => Connection): Promise<void> {
    await this.#write((list) => list.map((each) => (each.id === id ? change(each) : each)));
  }

  /** Changes the list as it is now in all windows: what another one has added stays. */
  async #write(change: (list: readonly Connection[]) => Connection[], activeId = this.#held.activeId): Promise<void> {
    const list = change(this.#readList());
    await this.#state.update(connectionsKey, list);
    if (activeId !== this.#held.activeId) await this.#rememberActive(activeId);
    this.#held = { list, activeId };
  }

  async #rememberActive(id: string | undefined): Promise<void> {
    await this.#window.update(activeKey, id);
    await this.#state.update(activeKey, id);
  }

  #readList(): Connection[] {
    return readConnections(this.#state.get(connectionsKey));
  }
}
