/** The verbs with which a sentence says what to do next. */
const verbs = [
  ...["Accept", "Add", "Ask", "Attach", "Change", "Check", "Choose", "Close", "Compare", "Correct", "Export", "Free"],
  ...["Install", "Make", "Open", "Rename", "Replace", "Restore", "Retry", "Run", "Save", "Select", "Send", "Set"],
  ...["Start", "Switch", "Try", "Unlock", "Update", "Use", "Wait", "Expected"],
];
const atBegin = new RegExp(`(?:^|[.:;)}] )(?:${verbs.join("|")})\\b`, "i");

/** Whether a message tells its reader what to do next, at the beginning of a sentence, also after a variable. */
export function saysNextStep(message: string): boolean {
  return atBegin.test(message.trim());
}
