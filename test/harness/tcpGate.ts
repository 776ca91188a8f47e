import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The way to a server, byte by byte, which can be cut: whoever is connected is thrown out, nobody else gets in. */
export interface TcpGate extends AsyncDisposable {
  readonly url: string;
  cut(): Promise<void>;
  /** Opens again, on the same port. */
  mend(): Promise<void>;
}

/** The way to a server, byte by byte, which can be cut: then every connection is closed, and no new one is accepted. */
export async function openGate(target: string): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    // Cut connections are what this is for.
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((incoming) => {
    const outgoing = connect(Number(new URL(target).port), "127.0.0.1");
    keep(incoming);
    keep(outgoing);
    incoming.on("close", () => outgoing.destroy());
    outgoing.on("close", () => incoming.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  const listen = async (port: number): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
  };
  const cut = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, cut, mend: () => listen(port), [Symbol.asyncDispose]: cut };
}
