import { inject } from "vitest";
import { offerServer } from "./sharedWindow.ts";

// Vitest numbers its workers from 1.
const server = inject("sharedServers")[Number(process.env["VITEST_POOL_ID"]) - 1];
if (!server) throw new Error(`There is no VS Code server for worker ${process.env["VITEST_POOL_ID"]}.`);
offerServer(server);
