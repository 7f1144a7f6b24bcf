// Real providers for tests: `oidc-provider` and `samlp`, which sign anybody in as the address of login_hint (or ?as=).
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";
import samlp from "samlp";

const [kind, port, settings] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}`;
const told = JSON.parse(settings);

function serveOidc() {
  const known = { now: told.person };
  const provider = new Provider(url, {
    clients: [
      {
        client_id: "aizuchi",
        client_secret: "a secret: with signs & more",
        redirect_uris: told.redirect_uris,
        backchannel_logout_uri: told.logout_uri,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], groups: ["groups"] },
    cookies: { keys: ["only for tests"] },
    // It calls nobody on this machine otherwise, and that is where the server under test is.
    fetch: (address, { dispatcher: _guarded, ...options }) => fetch(address, options),
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: Boolean(told.logout_uri) } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client.clientId,
        accountId: context.oidc.session.accountId,
      });
      grant.addOIDCScope("openid email profile groups");
      await grant.save();
      return grant;
    },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: known.now, email_verified: true, groups: told.groups ?? [] }),
    }),
  });
  const serve = provider.callback();
  return createServer(async (request, response) => {
    if (!request.url.startsWith("/interaction/")) return serve(request, response);
    const { params } = await provider.interactionDetails(request, response);
    known.now = params.login_hint ?? told.person;
    const at = told.signed_in_before ? { ts: Math.floor(Date.now() / 1000) - told.signed_in_before } : {};
    await provider.interactionFinished(request, response, { login: { accountId: `sub of ${known.now}`, ...at } });
  });
}

function serveSaml() {
  const own = { issuer: `${url}/saml`, cert: readFileSync(told.certificate), key: readFileSync(told.key) };
  const user = { id: "pairwise-9", displayName: "A", name: {}, emails: [{ value: told.person }], employee: "E-100" };
  if (told.groups) user.groups = told.groups;
  if (told.encrypts) {
    own.encryptionCert = own.cert;
    own.encryptionPublicKey = createPublicKey(own.cert).export({ type: "spki", format: "pem" });
  }
  const form = (to, answer, forced) =>
    `<form method="post" action="${to}" data-forced="${forced}"><input type="hidden" name="SAMLResponse" value="${answer}"><button>Go</button></form>`;
  return createServer((request, response) => {
    const asked = new URL(request.url, url);
    Object.assign(request, { query: Object.fromEntries(asked.searchParams), originalUrl: asked.pathname, protocol: "http" });
    response.set = (name, value) => response.setHeader(name, value);
    response.send = (body) => response.end(body);
    const fail = (error) => response.writeHead(500).end(String(error));
    if (asked.pathname === "/metadata") {
      return samlp.metadata({ ...own, redirectEndpointPath: "/sso", postEndpointPath: "/sso" })(request, response);
    }
    samlp.parseRequest(request, {}, (error, said) => {
      if (error || !said) return fail(error ?? "no request");
      const to = said.assertionConsumerServiceURL;
      samlp.auth({
        ...own,
        recipient: to,
        destination: to,
        getUserFromRequest: () => user,
        getPostURL: (_audience, _request, _incoming, done) => done(null, to),
        responseHandler: (answer) => {
          response.setHeader("Content-Type", "text/html");
          response.end(form(to, answer.toString("base64"), said.forceAuthn === "true"));
        },
      })(request, response, fail);
    });
  });
}

const server = kind === "oidc" ? serveOidc() : serveSaml();
server.listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
