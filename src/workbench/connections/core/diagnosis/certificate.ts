import type { PeerCertificate, TLSSocket } from "node:tls";
import { oneLine } from "#base/text/oneLine.ts";
import type { DiagnosisCause } from "./advice.ts";

/** A server's certificate, and why it isn't trusted. */
export interface SeenCertificate {
  /** Who signed it: name and organization. */
  issuer: string;
  names: string;
  validFrom: string;
  validTo: string;
  /** `undefined` when it is trusted. */
  problem?: { cause: DiagnosisCause; said: string };
}

/** In characters. A server chooses how long the names in its certificate are. */
const maxNameLength = 120;

export function lookAt(socket: TLSSocket): SeenCertificate {
  const certificate = socket.getPeerCertificate();
  const names = namesOf(certificate);
  const issuer = partyOf(certificate.issuer);
  const seen = { issuer, names, validFrom: dayOf(certificate.valid_from), validTo: dayOf(certificate.valid_to) };
  if (socket.authorized) return seen;
  // Node passes a code, although its types promise an error.
  return { ...seen, problem: problemOf(String(socket.authorizationError), seen) };
}

function problemOf(
  code: string,
  { issuer, names, validFrom, validTo }: SeenCertificate,
): { cause: DiagnosisCause; said: string } {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return { cause: "certificate-expired", said: `expired on ${validTo}; signed by ${issuer}` };
    case "CERT_NOT_YET_VALID":
      return { cause: "certificate-not-yet-valid", said: `valid from ${validFrom} on; signed by ${issuer}` };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return { cause: "certificate-other-host", said: `issued for ${names}; signed by ${issuer}` };
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return { cause: "certificate-self-signed", said: `self-signed (${issuer}), so it isn't trusted` };
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return { cause: "certificate-unknown-issuer", said: `signed by ${issuer}, which this machine doesn't trust` };
    default:
      return { cause: "tls", said: `rejected (${code}); signed by ${issuer}` };
  }
}

function partyOf(party: PeerCertificate["issuer"] | undefined): string {
  const parts = [party?.CN, party?.O].flat().filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? "an unnamed issuer" : oneLine([...new Set(parts)].join(", "), maxNameLength);
}

function namesOf({ subjectaltname, subject }: PeerCertificate): string {
  const names = (subjectaltname ?? "").split(", ").map((name) => name.replace(/^(DNS|IP Address):/, ""));
  const validNames = names.filter((name) => name !== "");
  return oneLine(validNames.length > 0 ? validNames.join(", ") : partyOf(subject), maxNameLength);
}

/** `2026-11-24`. A text that is no date stays unchanged. */
function dayOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? oneLine(text, maxNameLength) : new Date(time).toISOString().slice(0, 10);
}
