import * as z from "zod";
import type { ApprovalNames, InputAnswer, RunsApi } from "../../api/contract.ts";
import { type ApiError, isApiError } from "../../api/errors.ts";
import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { readAs } from "../../base/stored.ts";
import type { Entities } from "../../storage/memoryEntities.ts";

/** The field names that the connection's app accepted last. */
export interface KnownNames {
  readonly connectionId: string;
  readonly names: ApprovalNames;
}

const other: Record<ApprovalNames, ApprovalNames> = { api: "sdk", sdk: "api" };

/**
 * Sends answers. The field names of an approval aren't documented: an app that refuses one set gets the other one, and
 * the connection remembers which one worked. The second request is allowed only if the refusal says that nothing
 * happened.
 */
export class ApprovalSender {
  readonly #known: Entities<KnownNames>;
  readonly #onError: (error: unknown) => void;

  constructor(known: Entities<KnownNames>, onError: (error: unknown) => void) {
    this.#known = known;
    this.#onError = onError;
  }

  /** @throws ApiError of the deciding request: of two refusals the one that isn't about the names */
  async send(api: RunsApi, connectionId: string, runId: string, answer: InputAnswer): Promise<void> {
    if (answer.type !== "approval") return await api.answerInputRequest(runId, answer);
    const first = this.#known.get(connectionId)?.names ?? "api";
    try {
      return await api.answerInputRequest(runId, answer, { approvalNames: first });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.#sendOther(api, connectionId, runId, { answer, names: other[first], refusal: error });
    }
  }

  async #sendOther(
    api: RunsApi,
    connectionId: string,
    runId: string,
    { answer, names, refusal }: { answer: InputAnswer; names: ApprovalNames; refusal: ApiError },
  ): Promise<void> {
    try {
      await api.answerInputRequest(runId, answer, { approvalNames: names });
    } catch (error) {
      throw isRefusal(error) && !isAboutNames(refusal) ? refusal : error;
    }
    this.#known.put(connectionId, { connectionId, names }).catch(this.#onError);
  }
}

/** Whether the app says that it did not accept the body, so that nothing happened. */
function isRefusal(error: unknown): error is ApiError {
  return isApiError(error) && (error.status === 400 || error.status === 422) && !error.outcomeUnknown;
}

/** Whether a refusal is about the field of the decision: the app doesn't know the name, or misses its own. */
function isAboutNames({ message, details }: ApiError): boolean {
  return /\b(?:is_)?approved\b/.test(`${message} ${stringifyJson(details) ?? ""}`);
}

const knownNamesSchema = z.object({ connectionId: z.string(), names: z.enum(["api", "sdk"]) });

/** Reads the stored field names of an app; `undefined` when this version doesn't know them. */
export function readKnownNames(stored: unknown): KnownNames | undefined {
  return readAs(knownNamesSchema, stored);
}
