import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Authority, makeAuthority } from "../support/network/certificates.ts";

/** Private certificate authorities that the extension host's process trusts, as a company's machines do. */
export interface Authorities {
  /** Named by NODE_EXTRA_CA_CERTS. */
  extra: Authority;
  /** Among the system's certificates. */
  system: Authority;
}

/** Names the file that tells the suite inside the extension host which they are. */
const authoritiesVariable = "DYNAMIQ_RUNS_AUTHORITIES";

/** Makes two authorities for one run. @returns the environment that makes a process trust them */
export async function writeAuthorities(folder: string): Promise<Record<string, string>> {
  const authorities: Authorities = {
    extra: makeAuthority("Extra Authority"),
    system: makeAuthority("System Authority"),
  };
  const place = (name: string): string => join(folder, name);
  await writeFile(place("extra.pem"), authorities.extra.cert);
  await writeFile(place("system.pem"), authorities.system.cert);
  await writeFile(place("authorities.json"), JSON.stringify(authorities));
  return {
    NODE_EXTRA_CA_CERTS: place("extra.pem"),
    SSL_CERT_FILE: place("system.pem"),
    [authoritiesVariable]: place("authorities.json"),
  };
}
