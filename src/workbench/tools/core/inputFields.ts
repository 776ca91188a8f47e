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
  .describe("Continues a result that was cut: pass its cursor, and otherwise the same arguments.");

export const picturesField = z
  .boolean()
  .optional()
  .describe("Also returns its images, up to 4 of at most 1 MiB each, and names the others.");
