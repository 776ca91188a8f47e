import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";

export interface ConnectProxy extends AsyncDisposable {
  /** With `http://` and the port. */
  url: string;
  /** What it was asked, headers and all. */
  asked: string[];
}

/**
 * A CONNECT proxy on loopback that leads everything to one port of this machine. @param refusal what it says in place
 * of that
 */
export async function connectProxy(
  port: number,
  refusal?: (asked: string) => string | undefined,
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined).on("close", () => open.delete(socket));
    socket.once("data", (chunk) => {
      const request = chunk.toString("latin1");
      asked.push(request);
      const answer = refusal?.(request);
      if (answer === undefined) lead(socket, port);
      else socket.end(answer);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function lead(socket: Socket, port: number): void {
  const target = connect(port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    socket.pipe(target).pipe(socket);
  });
  target.on("error", () => socket.destroy());
  socket.on("close", () => target.destroy());
}
