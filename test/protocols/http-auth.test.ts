import fc from 'fast-check';
import t from 'tap';
import { answerChallenge, type Challenge, readChallenges } from '../../src/protocols/http-auth.ts';

const MUFASA = { username: 'Mufasa', password: 'Circle of Life' };
const GET = { method: 'GET', uri: '/dir/index.html' };

function best(...headers: string[]): Challenge {
  const [challenge] = readChallenges(headers);
  if (!challenge) throw new Error(headers.join('\n'));
  return challenge;
}

t.test('RFC 7616 3.9.1: MD5 and SHA-256', async (t) => {
  const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
  const opaque = 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS';
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
  const answer = (algorithm: string) => {
    const header = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="${opaque}"`;
    return answerChallenge(best(header), MUFASA, GET, cnonce);
  };
  t.match(answer('MD5'), 'response="8ca523f5e9506fed4657c9700eebdbec"');
  const wanted = 'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"';
  t.match(answer('SHA-256'), wanted);
  t.match(answer('MD5'), `opaque="${opaque}"`);
  t.match(answer('MD5'), /qop=auth, nc=00000001/);
});

t.test('the example of RFC 2617 without qop: RFC 2069, as old cameras ask', async (t) => {
  const challenge = best('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"');
  t.equal(
    answerChallenge(challenge, { ...MUFASA, password: 'Circle Of Life' }, GET),
    'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
      'uri="/dir/index.html", response="670fd8c2df070c60b045671b8b24ff02"',
  );
});

t.test('a nonce that is used again is counted, and MD5-sess has a secret of its own', async (t) => {
  const challenge = best('Digest realm="x", nonce="1", qop=auth');
  t.match(answerChallenge(challenge, MUFASA, GET), 'nc=00000001');
  t.match(answerChallenge(challenge, MUFASA, GET), 'nc=00000002');
  const [plain, sess] = ['MD5', 'MD5-sess'].map((algorithm) =>
    answerChallenge(best(`Digest realm="x", nonce="1", algorithm=${algorithm}`), MUFASA, GET, 'c'),
  );
  const responseOf = (header = '') => /response="(\w+)"/.exec(header)?.[1];
  t.not(responseOf(plain), responseOf(sess));
  t.match(sess, 'cnonce="c"');
});

t.test('digest comes before basic, the server’s first digest before its others', async (t) => {
  const headers = [
    'Negotiate',
    'Basic realm="x"',
    'Digest realm="z", nonce="0", algorithm=SHA-1',
    'Digest realm="a", nonce="0", algorithm=SHA-512-256',
    'Digest realm="a \\"b\\"", nonce="1", algorithm=SHA-256, nonce="2"',
    'Digest realm="c", nonce="3"',
  ];
  const read = readChallenges(headers);
  t.match(read, [
    { scheme: 'digest', nonce: '0', hash: 'sha512-256' },
    { realm: 'a "b"', nonce: '1', hash: 'sha256' },
    { nonce: '3', hash: 'md5' },
    { scheme: 'basic' },
  ]);
  t.strictSame(readChallenges([headers.join(', ')]), read, 'the same where all stand in one header');
});

t.test('what looks like a scheme inside a realm is none', async (t) => {
  const read = readChallenges(['Digest realm="My Digest camera, Basic", qop="auth", nonce="n"']);
  t.match(read, [{ realm: 'My Digest camera, Basic', nonce: 'n', qop: true }]);
  t.equal(read.length, 1);
});

t.test('what cannot be answered is left out', async (t) => {
  const none = ['Bearer', 'Digest realm="c"', 'Digest nonce="n", qop="auth-int"', 'nonce="n"', ''];
  t.strictSame(readChallenges(none), []);
});

t.test('people’s names and passwords are UTF-8, and a realm’s bytes come back as they were', async (t) => {
  const account = { username: 'an', password: 'mật:khẩu' };
  t.equal(
    answerChallenge(best('Basic realm="c"'), account, GET),
    `Basic ${Buffer.from('an:mật:khẩu').toString('base64')}`,
  );
  const realm = Buffer.from([0xc9, 0xe3, 0xcf, 0xf1]).toString('latin1');
  const header = answerChallenge(
    best(`Digest realm="${realm}", nonce="n"`),
    { ...account, username: 'ơ' },
    GET,
  );
  t.match(header, `realm="${realm}"`);
  t.match(header, `username="${Buffer.from('ơ').toString('latin1')}"`);
});

t.test('whatever a server sends, the answer is one line of bytes', async (t) => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(
    fc.property(fc.array(text), text, (texts, name) => {
      const headers = texts.flatMap((one) => [
        `Digest ${one}, nonce="${one}"`,
        `Digest ${one}="${one}", nonce=1`,
      ]);
      const account = { username: name, password: name };
      const answers = readChallenges(headers).map((one) => answerChallenge(one, account, GET));
      return answers.every((answer) => !/[\r\n]/.test(answer));
    }),
  );
  t.notMatch(
    answerChallenge(
      best('Digest realm="x\r\nEvil: 1", nonce="n"'),
      { username: 'a"\r\nb', password: '' },
      GET,
    ),
    /[\r\n]/,
  );
});

t.test('a long header of nonsense costs nothing', async (t) => {
  for (const nonsense of ['a', 'a-', 'a=', 'a="\\', 'a ', ' ', '=', '",', 'Digest ']) {
    const began = performance.now();
    readChallenges([`Digest ${nonsense.repeat(100_000)}`]);
    t.ok(performance.now() - began < 50, nonsense);
  }
});
