import type { DiagnosisCause, DiagnosisFacts } from "./diagnosis.ts";

export interface Advice {
  /** What it comes to, as one sentence. */
  summary: string;
  /** What to do, the most likely first. */
  todo: readonly string[];
}

/** Says what a diagnosis means and what to do. */
export function adviceFor(cause: DiagnosisCause, facts: DiagnosisFacts): Advice {
  return advices[cause](facts);
}

const trustIssuer = (issuer: string): string =>
  `If ${issuer} is your company's or your security software's, have it installed among the system's certificates (VS Code reads them while http.systemCertificates is on), or start VS Code with NODE_EXTRA_CA_CERTS set to a file that holds it.`;
const askOwner = "Tell whoever runs the app: nothing on this machine can mend it.";
const checkAddress =
  "Compare the address with the one on the app's page on Dynamiq. Another address is another connection: run “Dynamiq Runs: Add Connection…”.";
const replaceKey =
  "Run “Dynamiq Runs: Replace Access Key…” and enter an access key (dynamiq_acc_…) of the app's project or organization.";
const proxySetting = ({ proxyFrom = "http.proxy" }: DiagnosisFacts): string =>
  proxyFrom === "http.proxy"
    ? "Check the setting http.proxy in your user settings; with an empty value, HTTPS_PROXY and HTTP_PROXY decide."
    : `Check the environment variable ${proxyFrom} that VS Code was started with, or set http.proxy in your user settings, which wins over it.`;
const exceptHost = ({ host }: DiagnosisFacts): string =>
  `If ${host} can be reached without the proxy, add it to the setting http.noProxy or to NO_PROXY.`;

const advices: Record<DiagnosisCause, (facts: DiagnosisFacts) => Advice> = {
  none: ({ host }) => ({
    summary: `${host} answers as a Dynamiq app does`,
    todo: [
      "Nothing is wrong now. If it comes and goes, diagnose again while it is gone, and look into “Dynamiq Runs: Show Log”.",
    ],
  }),
  slow: ({ host, slowest = "Answer" }) => ({
    summary: `${host} answers, but slowly: most of the time goes to the step “${slowest}”`,
    todo: [slowAdvice[slowest], "Diagnose again a little later: one slow moment says little."],
  }),
  "key-unreadable": () => ({
    summary: "The access key cannot be read",
    todo: [
      replaceKey,
      "If your system's keyring is locked or missing, unlock or install it and start VS Code again; until then a key can be entered for the session only.",
    ],
  }),
  "personal-token": () => ({
    summary: "What was saved as the access key is a personal access token",
    todo: [`Personal access tokens are for the management API. ${replaceKey}`],
  }),
  "proxy-address": (facts) => ({
    summary: "The proxy's address is not one",
    todo: [proxySetting(facts), "An address looks like http://proxy.example.com:8080."],
  }),
  "proxy-not-found": (facts) => ({
    summary: `The proxy ${facts.proxy} was not found`,
    todo: [
      proxySetting(facts),
      "Away from the company's network its proxy often has no name: is the VPN on?",
      exceptHost(facts),
    ],
  }),
  "proxy-unreachable": (facts) => ({
    summary: `The proxy ${facts.proxy} does not take the connection`,
    todo: [
      proxySetting(facts),
      "Away from the company's network its proxy cannot be reached: is the VPN on?",
      exceptHost(facts),
    ],
  }),
  "proxy-authorization": (facts) => ({
    summary: `The proxy ${facts.proxy ?? "on the way"} wants to know who you are`,
    todo: [
      "Set http.proxyAuthorization in your user settings to what it wants, for example “Basic …” with the Base64 of name:password; or write name and password into the proxy's address.",
      ...((facts.proxySchemes ?? []).some((scheme) => /^(negotiate|ntlm|kerberos)$/i.test(scheme))
        ? [
            "This proxy speaks Negotiate or NTLM, which this extension does not: a local proxy such as px or cntlm can do it in its place.",
          ]
        : []),
      exceptHost(facts),
    ],
  }),
  "proxy-refused": (facts) => ({
    summary: `The proxy ${facts.proxy} does not open the way to ${facts.host}`,
    todo: [
      "Whoever runs the proxy has to allow CONNECT to this host and port.",
      exceptHost(facts),
      proxySetting(facts),
    ],
  }),
  "host-not-found": ({ host }) => ({
    summary: `The host name ${host} was not found`,
    todo: [
      checkAddress,
      "If no other host is found either, this machine is offline, or its DNS does not answer.",
      "A name that only a company's DNS knows needs the VPN.",
    ],
  }),
  refused: ({ host }) => ({
    summary: `Nothing answers at ${host}`,
    todo: [
      checkAddress,
      "An app on this machine may not be running: the sample app ends with the window that started it (“Dynamiq Runs: Start Sample App”).",
    ],
  }),
  unreachable: ({ host }) => ({
    summary: `${host} does not take the connection`,
    todo: [
      "Check the network: a firewall swallows connections without a word. Many companies' networks reach the outside by a proxy alone: set http.proxy.",
      checkAddress,
    ],
  }),
  "certificate-expired": ({ host, issuer = "its issuer" }) => ({
    summary: `The certificate of ${host} has expired`,
    todo: [
      "Check this machine's clock.",
      `If ${issuer} is a proxy or security software on the way, its own certificates want renewing.`,
      askOwner,
    ],
  }),
  "certificate-not-yet-valid": ({ host }) => ({
    summary: `The certificate of ${host} is not valid yet`,
    todo: ["Check this machine's clock.", askOwner],
  }),
  "certificate-other-host": ({ host, issuer = "its issuer" }) => ({
    summary: `The certificate that ${host} shows is for another host`,
    todo: [
      checkAddress,
      `If ${issuer} is a proxy, a sign-in page of a network or security software, it stands in the way: sign in, or have the host excepted.`,
    ],
  }),
  "certificate-self-signed": ({ host, issuer = "the app" }) => ({
    summary: `The certificate of ${host} is signed by itself`,
    todo: [trustIssuer(issuer), "Without that, nobody can tell it from somebody in between: the key was not sent."],
  }),
  "certificate-unknown-issuer": ({ host, issuer = "its issuer" }) => ({
    summary: `This machine does not trust ${issuer}, who signed the certificate of ${host}`,
    todo: [trustIssuer(issuer), "If you do not know that name, somebody may stand in between: the key was not sent."],
  }),
  tls: ({ host }) => ({
    summary: `No secure connection to ${host} comes about`,
    todo: [checkAddress, "What answers there may speak plain HTTP, or only versions of TLS that are too old."],
  }),
  "wrong-host": ({ host }) => ({
    summary: `What answers at ${host} is not a Dynamiq app`,
    todo: [
      checkAddress,
      "The app may have been deleted.",
      "A sign-in page of a network or proxy answers in place of everybody: open the address in a browser to see.",
    ],
  }),
  unauthorized: () => ({
    summary: "The app does not accept the access key",
    todo: [`It may have been revoked or mistyped, or the app is not public. ${replaceKey}`],
  }),
  forbidden: () => ({
    summary: "The access key is not for this app",
    todo: [
      `It belongs to another project or organization, or it is a personal access token. ${replaceKey}`,
      checkAddress,
    ],
  }),
  "rate-limited": ({ host, retryAfter }) => ({
    summary: `${host} gets too many requests`,
    todo: [
      retryAfter === undefined
        ? "Wait a minute and try again."
        : `It asks to wait ${Math.ceil(retryAfter / 1_000)} seconds.`,
      "Close what else asks this app often: other windows, scripts. The log counts the requests of this window.",
    ],
  }),
  server: ({ host }) => ({
    summary: `${host} is there, but cannot answer at the moment`,
    todo: ["Try again in a minute: a deployment under way looks like this.", askOwner],
  }),
  broken: ({ host }) => ({
    summary: `The connection to ${host} breaks before the answer is whole`,
    todo: [
      "Diagnose again: a network that changes (Wi-Fi, VPN) looks like this.",
      "A firewall or security software that looks into connections can cut them: have the host excepted.",
    ],
  }),
};

const slowAdvice: Record<NonNullable<DiagnosisFacts["slowest"]>, string> = {
  "Access key": "The keyring takes its time.",
  Proxy: "The proxy takes its time.",
  "Host name": "This machine's DNS is slow: another resolver, or the VPN's order of them, may be the reason.",
  Connection: "The network on the way is slow: try it from another one, or without the VPN.",
  Tunnel: "The proxy is slow to open the way: ask whoever runs it.",
  Certificate: "Shaking hands takes long: a proxy or security software that looks into connections may be the reason.",
  Answer: "The app itself takes long to list its runs: it may be starting or busy.",
};
