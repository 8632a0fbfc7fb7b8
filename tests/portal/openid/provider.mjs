// A provider of OpenID Connect at a port: whoever says a name is that person, and has a verified address.
import Provider from 'oidc-provider';

const [issuer, port, redirect] = process.argv.slice(2);
const claims = (id) => ({ sub: id, name: `Name of ${id}`, email: `${id}@example.org`, email_verified: true });
const provider = new Provider(issuer, {
  clients: [{ client_id: 'grader', client_secret: 'a secret of the two', redirect_uris: [redirect] }],
  findAccount: (ctx, id) => ({ accountId: id, claims: () => claims(id) }),
  claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['of a test'] },
  pkce: { required: () => true },
});
provider.listen(Number(port), '127.0.0.1');
