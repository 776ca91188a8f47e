import { isApiError } from "../../api/errors.ts";

/** The code of the ApiError of a loopback connection whose key isn't sent, since it was saved on another machine. */
export const otherMachineCode = "other_machine";

export function isOtherMachine(error: unknown): boolean {
  return isApiError(error) && error.status === undefined && error.code === otherMachineCode;
}
