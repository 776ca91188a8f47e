type Fields = Record<string, unknown>;

/** An approval with the Runs API's names. The SDK's are `template`, `data` and `mutable_data_params`. */
export function approvalFields(fields: Fields): Fields {
  const { template, data, mutable_data_params: editable, ...rest } = fields;
  if (!isSdkApproval(fields)) return fields;
  const prompt = typeof rest["prompt"] === "string" ? rest["prompt"] : typeof template === "string" ? template : "";
  return {
    ...rest,
    prompt: prompt.trim(),
    params: rest["params"] ?? data,
    editable_params: rest["editable_params"] ?? editable,
  };
}

/** Whether an input request for approval has the SDK's field names. */
export function isSdkApproval(fields: Fields): boolean {
  return "mutable_data_params" in fields || (typeof fields["template"] === "string" && "data" in fields);
}
