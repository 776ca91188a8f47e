import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { answerInstead } from "./answerInstead.ts";
import type { Fault, OtherAnswer } from "./fault.ts";
import { passOn } from "./passOn.ts";

/** A proxy between a client and an app on loopback that causes a fault on each connection. */
export interface FaultProxy extends AsyncDisposable {
  /** For a client. */
  url: string;
  /** How many connections were taken, with TLS whether or not their handshake came to its end. */
  readonly taken: number;
  /** How many connections of clients are open. */
  readonly open: number;
}

export interface FaultProxyOptions {
  /** The app's address: `http://127.0.0.1:PORT`. */
  target: string;
  /** @param connection counts from 0 */
  faultOf: (connection: number) => Fault;
  /** Called for each lost response of an app that had carried out the request. */
  onLost?: (fault: OtherAnswer) => void;
  /** Speaks TLS to clients. */
  tls?: { key: string; cert: string };
}

/** Starts a fault proxy. Disposing it releases everything that it holds. */
export async function startFaultProxy({ target, faultOf, onLost, tls }: FaultProxyOptions): Promise<FaultProxy> {
  const { port: appPort } = new URL(target);
  const clients = new Set<Socket>();
  const upstream = new Set<Socket>();
  let taken = 0;
  let served = 0;
  const keep = (sockets: Set<Socket>, socket: Socket): Socket => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // Broken connections are its purpose.
    socket.on("error", () => undefined);
    return socket.on("close", () => sockets.delete(socket));
  };
  const dial = (): Socket => keep(upstream, connect(Number(appPort), "127.0.0.1"));
  const onConnection = (client: Socket): void => {
    keep(clients, client);
    const fault = faultOf(served++);
    if (fault.kind !== "other") return passOn(client, fault, dial);
    const instead = (): void => answerInstead(client, fault, dial, () => onLost?.(fault));
    if (fault.only === "writes") onceReadOrWrite(client, () => passOn(client, { kind: "none" }, dial), instead);
    else instead();
  };
  const server: Server = tls ? createTlsServer(tls, onConnection) : createServer(onConnection);
  // A TLS server tells of a connection by its own event only after the handshake.
  server.on("connection", () => void taken++);
  // A client that refuses the certificate is no error.
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    get taken() {
      return taken;
    },
    get open() {
      return clients.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of [...clients, ...upstream]) socket.destroy();
      await closed;
    },
  };
}

/** Waits for a connection's first request, and leaves all of it to whoever is called. */
function onceReadOrWrite(client: Socket, onRead: () => void, onWrite: () => void): void {
  client.once("data", (chunk: Buffer) => {
    client.pause();
    client.unshift(chunk);
    (chunk.toString("latin1", 0, 4) === "GET " ? onRead : onWrite)();
    client.resume();
  });
}
