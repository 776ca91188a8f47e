/** What stands between a person and their app. `none`: it answers as it should. */
export type DiagnosisCause =
  | "none"
  | "slow"
  | "key-unreadable"
  | "personal-token"
  | "proxy-address"
  | "proxy-not-found"
  | "proxy-unreachable"
  | "proxy-authorization"
  | "proxy-refused"
  | "host-not-found"
  | "refused"
  | "unreachable"
  | "certificate-expired"
  | "certificate-not-yet-valid"
  | "certificate-other-host"
  | "certificate-self-signed"
  | "certificate-unknown-issuer"
  | "tls"
  | "wrong-host"
  | "unauthorized"
  | "forbidden"
  | "rate-limited"
  | "server"
  | "broken";

export type StepName = "Access key" | "Proxy" | "Host name" | "Connection" | "Tunnel" | "Certificate" | "Response";

/** One thing that was tried, and what came of it. */
export interface DiagnosisStep {
  name: StepName;
  state: "fine" | "doubtful" | "failed" | "untried";
  /** A sentence without its full stop. Never holds a key, a password or a body. */
  said: string;
  /** Milliseconds, where time was spent on the network. */
  ms?: number;
}

export interface Diagnosis {
  cause: DiagnosisCause;
  steps: readonly DiagnosisStep[];
  /** What the advice has to name: the proxy, who signed the certificate, how long to wait. */
  facts: DiagnosisFacts;
}

export interface DiagnosisFacts {
  /** The app's host, with its port when it has one. */
  host: string;
  /** Host and port. */
  proxy?: string;
  /** The setting or environment variable that names the proxy. */
  proxyFrom?: string;
  /** How the proxy wants to know who asks: `Basic`, `Negotiate`, … */
  proxySchemes?: readonly string[];
  /** Who signed the certificate. */
  issuer?: string;
  /** Which step took longest. */
  slowest?: StepName;
  /** What the app asks to wait, in milliseconds. */
  retryAfter?: number;
}

/** Ends a diagnosis: nothing that follows can be tried. */
export class Obstacle extends Error {
  readonly found: DiagnosisCause;

  constructor(found: DiagnosisCause, said: string) {
    super(said);
    this.found = found;
  }
}
