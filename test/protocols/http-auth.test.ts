import fc from 'fast-check';
import t from 'tap';
import { authorizationFor, challengesIn } from '../../src/protocols/http-auth.ts';

const MUFASA = { username: 'Mufasa', password: 'Circle Of Life' };

t.test('the example of RFC 2617, without qop as cameras ask', async (t) => {
  const challenges = challengesIn([
    'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
  ]);
  t.equal(
    authorizationFor(challenges, MUFASA, { method: 'GET', uri: '/dir/index.html' }),
    'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
      'uri="/dir/index.html", response="670fd8c2df070c60b045671b8b24ff02"',
  );
});

t.test('qop, opaque and SHA-256 are taken, and the strongest is chosen', async (t) => {
  const challenges = challengesIn([
    'Basic realm="x"',
    'Digest realm="a \\"b\\"", nonce="n", qop="auth,auth-int", algorithm=MD5, opaque="o"',
    'Digest realm="a", nonce="n2", qop="auth", algorithm=SHA-256',
  ]);
  t.equal(challenges[1]?.params.realm, 'a "b"');
  const header = authorizationFor(challenges, MUFASA, { method: 'ANNOUNCE', uri: 'rtsp://h/x' }) ?? '';
  t.match(
    header,
    /nonce="n2".*qop=auth, nc=00000001, cnonce="[0-9a-f]{16}", response="[0-9a-f]{64}".*algorithm=SHA-256/,
  );
});

t.test('Basic where there is nothing better, in UTF-8; nothing for what is unknown', async (t) => {
  const basic = authorizationFor(
    challengesIn(['Basic realm="c"']),
    { username: 'an', password: 'mật:khẩu' },
    {
      method: 'GET',
      uri: '/',
    },
  );
  t.equal(basic, `Basic ${Buffer.from('an:mật:khẩu').toString('base64')}`);
  t.equal(authorizationFor(challengesIn(['Negotiate']), MUFASA, { method: 'GET', uri: '/' }), undefined);
  const odd = challengesIn(['Digest realm="c", nonce="n", algorithm=MD5-sess']);
  t.equal(authorizationFor(odd, MUFASA, { method: 'GET', uri: '/' }), undefined);
});

t.test('whatever a server sends, the answer is one line', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string(), (headers, name) => {
      const given = headers.map((header) => `Digest ${header}, nonce="${header}"`);
      const answer = authorizationFor(
        challengesIn(given),
        { username: name, password: name },
        { method: 'GET', uri: '/' },
      );
      return answer === undefined || !/[\r\n]/.test(answer);
    }),
  );
  t.pass();
});
