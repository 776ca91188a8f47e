/** The bundle with the MCP SDK. It is loaded when a client comes, and by nothing else. */
export { startMcpHttpServer } from "./httpServer.ts";
export { serveMcpStdio } from "./stdioServer.ts";
