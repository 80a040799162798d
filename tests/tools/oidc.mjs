// A real OpenID Connect provider for tests: oidc.mjs PORT. What it serves is oidc-provider's own, over HTTP; in front stands a wire that is told by
// POST /__wire (JSON, merged into what it knows) who has an account, who signs in without being asked, and which lie to tell. GET /__wire says what passed.
import { createServer } from 'node:http';
import { constants, createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
let wire = { redirect: `${issuer}/nowhere`, people: {}, auto: null, lie: 'none', extra: {}, inToken: false };
let passed = [];
let lastIdToken = null;
let keys = [newKey()];   // the first signs; the last of those before is kept to sign what must be refused
let provider = null;

function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = `key-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  return { privateKey, kid, jwk: { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

function build() {
  provider = new Provider(issuer, {
    clients: [{ client_id: 'lyceum', client_secret: 'a secret of the tests, long enough', redirect_uris: [wire.redirect], response_types: ['code'], grant_types: ['authorization_code'] }],
    jwks: { keys: [keys[0].jwk] },
    cookies: { keys: ['tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
    conformIdTokenClaims: !wire.inToken,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => (wire.people[sub] ? { accountId: sub, claims: () => ({ sub, ...wire.people[sub] }) } : undefined),
    // The school is the provider's own client: nobody is asked whether it may know the address.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ttl: { Session: 3600, Grant: 3600, Interaction: 3600, AccessToken: 3600, IdToken: 3600, AuthorizationCode: 600 },
  });
}

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(header, claims, key) {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), { key: key.privateKey, padding: constants.RSA_PKCS1_PADDING }).toString('base64url')}`;
}

// What is wrong with the token is only what its name says: everything else stays as the provider made it, signed by the provider's key.
function lied(token) {
  const [head, body] = token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  const claims = { ...body, ...wire.extra };
  switch (wire.lie) {
    case 'issuer': return signed(head, { ...claims, iss: 'https://other.example' }, keys[0]);
    case 'audience': return signed(head, { ...claims, aud: 'somebody-else' }, keys[0]);
    case 'audiences': return signed(head, { ...claims, aud: ['lyceum', 'somebody-else'] }, keys[0]);
    case 'azp': return signed(head, { ...claims, azp: 'somebody-else' }, keys[0]);
    case 'nonce': return signed(head, { ...claims, nonce: 'of another browser' }, keys[0]);
    case 'no-nonce': { const { nonce, ...rest } = claims; return signed(head, rest, keys[0]); }
    case 'expired': return signed(head, { ...claims, iat: claims.iat - 7200, exp: claims.iat - 3600 }, keys[0]);
    case 'future': return signed(head, { ...claims, nbf: claims.iat + 3600 }, keys[0]);
    case 'no-exp': { const { exp, ...rest } = claims; return signed(head, rest, keys[0]); }
    case 'at_hash': return signed(head, { ...claims, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }, keys[0]);
    case 'subject': return signed(head, { ...claims, sub: '' }, keys[0]);
    case 'alg-none': return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    case 'alg-none-signed': return signed({ ...head, alg: 'none' }, claims, keys[0]);
    case 'hs256-secret': case 'hs256-key': {
      const secret = wire.lie === 'hs256-secret' ? 'a secret of the tests, long enough' : createPublicKey(keys[0].privateKey).export({ type: 'spki', format: 'pem' });
      const input = `${encode({ ...head, alg: 'HS256' })}.${encode(claims)}`;
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    }
    case 'changed': return `${token.split('.')[0]}.${encode({ ...claims, sub: 'somebody-else' })}.${token.split('.')[2]}`;
    case 'other-key': return signed(head, claims, newKey());
    case 'unknown-key': { const key = newKey(); return signed({ ...head, kid: key.kid }, claims, key); }
    case 'old-key': return signed({ ...head, kid: keys.at(-1).kid }, claims, keys.at(-1));
    case 'swapped': return wire.token;
    case 'junk': return 'not.a.token';
    default: return Object.keys(wire.extra).length ? signed(head, claims, keys[0]) : token;
  }
}

function body(req) {
  return new Promise((resolve) => { let text = ''; req.on('data', (more) => { text += more; }).on('end', () => resolve(text)); });
}

async function interaction(req, res) {
  if (req.method === 'GET' && !wire.auto) {
    res.setHeader('content-type', 'text/html; charset=utf-8');
    return res.end('<!doctype html><html lang="en"><head><title>Provider</title></head><body><main><h1>Provider</h1><form method="post"><label>Account <input name="account"></label> <button>Continue</button></form></main></body></html>');
  }
  const account = wire.auto ?? new URLSearchParams(await body(req)).get('account');
  const result = account === 'no' ? { error: 'access_denied', error_description: 'the person said no' } : { login: { accountId: account } };
  return provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}

// Answers of these paths are held back until they are whole, and may be changed then.
function hold(res, change) {
  const parts = [];
  res.write = (part) => { parts.push(Buffer.from(part)); return true; };
  const end = res.end.bind(res);
  res.end = (part) => {
    if (part) parts.push(Buffer.from(part));
    const text = change(Buffer.concat(parts).toString());
    res.setHeader('content-length', Buffer.byteLength(text));
    delete res.write;
    return end(text);
  };
}

const server = createServer(async (req, res) => {
  const path = req.url.split('?')[0];
  if (path === '/__wire') {
    if (req.method === 'GET') return res.end(JSON.stringify({ passed, lastIdToken }));
    const told = JSON.parse(await body(req));
    if (told.rotate) keys = [newKey(), keys[0]];
    wire = { ...wire, ...told };
    passed = [];
    if (told.rotate || told.redirect || 'inToken' in told) build();
    return res.end('{}');
  }
  if (path === '/favicon.ico') { res.writeHead(204); return res.end(); }
  passed.push(`${req.method} ${path}`);
  if (path === '/.well-known/openid-configuration') {
    if (wire.lie === 'elsewhere') { res.writeHead(302, { location: `${issuer}/other` }); return res.end(); }
    if (wire.lie === 'huge') return res.end(`{"issuer":"${'x'.repeat(2_000_000)}"}`);
    if (wire.lie === 'silent') return undefined;
    if (wire.lie === 'page') return res.end('<html>a page</html>');
    if (wire.lie === 'misnamed') hold(res, (text) => text.replace(`"issuer":"${issuer}"`, '"issuer":"https://other.example"'));
    if (wire.lie === 'clear-token') hold(res, (text) => text.replace(`${issuer}/token`, 'http://provider.example/token'));
  }
  if (path === '/jwks' && wire.lie === 'no-keys') return res.end('{"keys":[]}');
  if (path === '/token' && wire.lie === 'broken') { res.writeHead(503); return res.end(); }
  if (path === '/token') {
    hold(res, (text) => {
      const answer = JSON.parse(text);
      if (!answer.id_token) return text;
      lastIdToken = answer.id_token;
      return JSON.stringify({ ...answer, id_token: lied(answer.id_token) });
    });
  }
  if (path === '/me' && wire.lie === 'userinfo') hold(res, (text) => JSON.stringify({ ...JSON.parse(text), sub: 'somebody-else' }));
  try {
    if (path.startsWith('/interaction/')) return await interaction(req, res);
    return await provider.callback()(req, res);
  } catch (e) {
    if (!res.headersSent) res.writeHead(500);
    return res.end(String(e));
  }
});
build();
server.listen(port, '127.0.0.1', () => console.log('ready'));
process.stdin.on('end', () => process.exit(0)).resume();
