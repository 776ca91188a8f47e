import type { Cut } from "../fault.ts";
import type { FaultRow } from "./faultRow.ts";

const lost = { kind: "network", reads: 4, create: "unknown" } as const;
const unreachable = { ...lost, create: "nothing" } as const;
const endless = { ...lost, kind: "timeout", isEndless: true } as const;
const insecure = { kind: "tls", reads: 1, create: "nothing" } as const;

const cut = (side: Cut["side"], after: number, how: Cut["how"]): Cut => ({ kind: "cut", side, after, how });

/** Faults of the connection. */
export const connectionFaults: readonly FaultRow[] = [
  { what: "No server listens", where: { kind: "nobodyListens" }, ...unreachable },
  { what: "The host name doesn't exist", where: { kind: "noSuchHost" }, ...unreachable },
  { what: "The connection is accepted, and no response comes", where: cut("request", 0, "stall"), ...endless },
  { what: "The connection is accepted and closed", where: cut("request", 0, "close"), ...lost },
  { what: "The connection is reset in the middle of the request", where: cut("request", 40, "reset"), ...lost },
  { what: "The connection is reset in the middle of the response headers", where: cut("answer", 20, "reset"), ...lost },
  { what: "The response headers stop in the middle", where: cut("answer", 20, "stall"), ...endless },
  { what: "The response body ends too early", where: cut("answer", 300, "close"), ...lost },
  { what: "The response body stops in the middle", where: cut("answer", 300, "stall"), ...endless },
  {
    what: "The response headers come a byte at a time",
    where: { kind: "drip", after: 0, bytes: 1, everyMs: 20 },
    ...endless,
  },
  {
    what: "The response body comes a byte at a time",
    where: { kind: "drip", after: 250, bytes: 1, everyMs: 20 },
    ...endless,
  },
  {
    what: "A certificate that isn't trusted",
    where: { kind: "tls", certificate: "self-signed", trusted: false },
    ...insecure,
  },
  {
    what: "A certificate that has expired",
    where: { kind: "tls", certificate: "expired", trusted: true },
    ...insecure,
  },
  {
    what: "A certificate of another host",
    where: { kind: "tls", certificate: "of another host", trusted: true },
    ...insecure,
  },
  { what: "A server without TLS at an address with https", where: { kind: "noTls" }, ...insecure },
  {
    what: "A protocol other than HTTP",
    where: { kind: "insert", after: 0, text: "SSH-2.0-OpenSSH_9.6\r\n" },
    kind: "protocol",
    reads: 1,
    create: "unknown",
  },
];
