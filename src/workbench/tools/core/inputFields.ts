import * as z from "zod";

/** Fields that several tools take. */

export const connectionField = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe("Name or ID of a connection, from listConnections. The active connection by default.");

export const runIdField = z.string().min(1).max(200).describe("ID of a run, from listRuns.");

export const cursorField = z
  .string()
  .max(1_000)
  .optional()
  .describe("Continues a result that was cut: pass its cursor, with the same arguments.");

export const picturesField = z
  .boolean()
  .optional()
  .describe("Also returns images (at most 4, each up to 1 MiB), and names the others.");
