import { setDefaultCACertificates, getCACertificates } from "node:tls";
import { diagnose, type DiagnosisOptions } from "../../../../src/api/diagnosis/diagnose.ts";
import type { Diagnosis } from "../../../../src/api/diagnosis/diagnosis.ts";
import { diagnosisReport } from "../../../../src/api/diagnosis/report.ts";
import { accessKey } from "../servers.ts";

const trusted = getCACertificates("default");

/** Has Node trust a certificate in place of all others, until {@link trustAsBefore}. */
export function trust(cert: string): void {
  setDefaultCACertificates([cert]);
}

export function trustAsBefore(): void {
  setDefaultCACertificates(trusted);
}

/** A diagnosis without the machine's own proxies and certificates. */
export function diagnosed(baseUrl: string, options: Partial<DiagnosisOptions> = {}): Promise<Diagnosis> {
  const { network, ...rest } = options;
  return diagnose({
    baseUrl,
    readKey: async () => accessKey,
    network: { systemCertificates: false, ...network },
    environment: {},
    signal: new AbortController().signal,
    timeout: 2_000,
    ...rest,
  });
}

export function reportOf(diagnosis: Diagnosis): string {
  return diagnosisReport(diagnosis, { name: "Support Triage", at: "2026-11-24T20:00:00.000Z", settings: [] });
}

/** What was tried and how it went: `Certificate failed`. */
export function course({ steps }: Diagnosis): string[] {
  return steps.filter(({ state }) => state !== "untried").map(({ name, state }) => `${name} ${state}`);
}
