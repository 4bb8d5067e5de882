import fc from 'fast-check';
import t from 'tap';
import { answerChallenge, parseChallenge } from '../../src/protocols/digest-auth.ts';

const MUFASA = { username: 'Mufasa', password: 'Circle of Life' };
const parse = (header: string) => {
  const challenge = parseChallenge(header);
  if (!challenge) throw new Error(header);
  return challenge;
};

t.test('RFC 7616 3.9.1: MD5 and SHA-256', async (t) => {
  const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
  const opaque = 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS';
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
  const challenge = (algorithm: string) =>
    parse(
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="${opaque}"`,
    );
  const answer = (algorithm: string) =>
    answerChallenge([challenge(algorithm)], MUFASA, 'GET', '/dir/index.html', cnonce);
  t.match(answer('MD5'), 'response="8ca523f5e9506fed4657c9700eebdbec"');
  const wanted = 'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"';
  t.match(answer('SHA-256'), wanted);
  t.match(answer('MD5'), `opaque="${opaque}"`);
});

t.test('RFC 2069: a camera without qop', async (t) => {
  const header = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
  const answer = answerChallenge([parse(header)], MUFASA, 'DESCRIBE', 'rtsp://10.0.0.1/a');
  t.match(answer, /^Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b/);
  t.notMatch(answer, 'qop');
  t.notMatch(answer, 'algorithm');
});

t.test('digest comes before basic; what is unknown is not answered', async (t) => {
  const [basic, digest] = [parse('Basic realm="x"'), parse('Digest realm="x", nonce="1"')];
  const answer = (...all: (typeof basic)[]) => answerChallenge(all, MUFASA, 'GET', '/');
  t.match(answer(basic, digest), /^Digest /);
  t.equal(answer(basic), `Basic ${Buffer.from('Mufasa:Circle of Life').toString('base64')}`);
  t.equal(answer(parse('Bearer')), undefined);
  t.equal(answer(parse('Digest realm="x", nonce="1", algorithm=SHA-512-256')), undefined);
  t.equal(answer(), undefined);
});

t.test('a hostile challenge adds no line to our request, and no text makes it throw', async (t) => {
  const answer = answerChallenge(
    [
      {
        scheme: 'digest',
        parameters: new Map([
          ['realm', 'x"\r\nEvil: 1'],
          ['nonce', '1'],
        ]),
      },
    ],
    { username: 'a"\r\nb', password: 'c' },
    'GET',
    '/',
  );
  t.notMatch(answer, /[\r\n]/);
  t.match(answer, 'realm="x\\"Evil: 1"');
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (a, b) => {
      parseChallenge(a);
      parseChallenge(`Digest ${a}="${b}", ${b}=${a}`);
    }),
  );
});
