import { isApiError } from "../../api/errors.ts";

/** The code of the ApiError for a loopback connection whose key was saved on another machine and so isn't sent. */
export const otherMachineCode = "other_machine";

export function isOtherMachine(error: unknown): boolean {
  return isApiError(error) && error.status === undefined && error.code === otherMachineCode;
}
