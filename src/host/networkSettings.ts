import * as vscode from "vscode";

/**
 * VS Code's own `http.*` settings. Only the user's own values count: a workspace must not be able to send a key through
 * a proxy of its choice.
 */
export function readHttpSettings() {
  const config = vscode.workspace.getConfiguration("http");
  const read = (name: string): unknown => {
    const values = config.inspect(name);
    return values?.globalValue ?? values?.defaultValue;
  };
  const proxySupport = read("proxySupport");
  const proxy = read("proxy");
  const proxyAuthorization = read("proxyAuthorization");
  const noProxy = read("noProxy");
  return {
    proxySupport: typeof proxySupport === "string" ? proxySupport : undefined,
    proxy: typeof proxy === "string" && proxy !== "" ? proxy : undefined,
    proxyAuthorization: typeof proxyAuthorization === "string" ? proxyAuthorization : undefined,
    noProxy: Array.isArray(noProxy) ? noProxy.map(String) : [],
    strictSSL: read("proxyStrictSSL") !== false,
    systemCertificates: read("systemCertificates") !== false,
  };
}
