/** The problem between a person and their app. `none`: the app responds as expected. */
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
  | "plan-limit"
  | "server"
  | "broken";

export type StepName = "Access key" | "Proxy" | "Host name" | "Connection" | "Tunnel" | "Certificate" | "Response";

export interface DiagnosisStep {
  name: StepName;
  state: "fine" | "doubtful" | "failed" | "untried";
  /** A sentence without its full stop. Never holds a key, a password or a body. */
  said: string;
  /** Milliseconds; absent for a step that wasn't tried. */
  ms?: number;
}

export interface Diagnosis {
  cause: DiagnosisCause;
  steps: readonly DiagnosisStep[];
  /** The details that the advice names: the proxy, the certificate's issuer, how long to wait. */
  facts: DiagnosisFacts;
}

export interface DiagnosisFacts {
  /** The app's host, with its port when it has one. */
  host: string;
  /** Host and port. */
  proxy?: string;
  /** The setting or environment variable that names the proxy. */
  proxyFrom?: string;
  /** The authentication schemes that the proxy offers: `Basic`, `Negotiate`, … */
  proxySchemes?: readonly string[];
  /** Who signed the certificate. */
  issuer?: string;
  slowest?: StepName;
  /** How long the app asks to wait, in milliseconds. */
  retryAfter?: number;
}

/** Says how a step went: a sentence without its full stop. */
export type Say = (said: string, state?: "doubtful") => void;

/** Ends a diagnosis, because no later step can work. */
export class Obstacle extends Error {
  readonly found: DiagnosisCause;

  constructor(found: DiagnosisCause, said: string) {
    super(said);
    this.found = found;
  }
}
