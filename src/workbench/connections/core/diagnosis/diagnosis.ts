import type { DiagnosisCause, DiagnosisFacts, StepName } from "./advice.ts";

export interface DiagnosisStep {
  name: StepName;
  state: "fine" | "doubtful" | "failed" | "untried";
  /** A sentence without its full stop. Never holds a key, a password or a body. */
  said: string;
  /** Milliseconds, for a step that used the network. */
  ms?: number;
}

export interface Diagnosis {
  cause: DiagnosisCause;
  steps: readonly DiagnosisStep[];
  /** The details that the advice names: the proxy, the certificate's issuer, how long to wait. */
  facts: DiagnosisFacts;
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
