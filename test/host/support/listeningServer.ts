import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface ListeningServer {
  url: string;
  /** The Authorization header of every request, as it came. */
  authorizations: (string | undefined)[];
  close(): Promise<void>;
}

/** Any server on loopback that remembers which credentials it was sent. */
export async function listen(answer: RequestListener): Promise<ListeningServer> {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authorizations,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The response of an app without runs. */
export const emptyPage: RequestListener = (_request, response) => {
  const pagination = { page: 1, page_size: 25, page_count: 0, total_count: 0 };
  response.setHeader("content-type", "application/json").end(JSON.stringify({ data: [], pagination }));
};
