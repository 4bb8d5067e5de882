import fc from 'fast-check';
import t from 'tap';
import { listOf } from '../../../src/cameras/media/rtsp-address.ts';

const url = 'rtsp://192.168.1.64:554/Streaming/Channels/101?a=b&c=d';

function fileLine(list: string): string {
  const lines = list.split('\n').filter((line) => line.startsWith('file '));
  if (lines.length !== 1) throw new Error(`${lines.length} files in the list`);
  return lines[0] ?? '';
}

t.test('an account is put in so that ffmpeg reads back just that', async (t) => {
  const account = { username: 'admin', password: 'p@ss:/#%&\' ơ"\\?' };
  const line = fileLine(listOf({ url, account }));
  const [, inside = ''] = /^file '([^']*)'$/.exec(line) ?? [];
  const parsed = new URL(inside);
  t.equal(decodeURIComponent(parsed.username), account.username);
  t.equal(decodeURIComponent(parsed.password), account.password);
  t.equal(parsed.host, '192.168.1.64:554');
  t.equal(parsed.pathname + parsed.search, '/Streaming/Channels/101?a=b&c=d');
  t.equal(fileLine(listOf({ url, account: undefined })), `file '${url}'`);
});

t.test('no account and no path ends the line or adds a directive', async (t) => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      fc.webPath(),
      (username, password, path) => {
        const odd = `rtsp://10.0.0.1/${path}'\noption x y`;
        const list = listOf({ url: odd, account: { username, password } });
        const line = fileLine(list);
        t.match(line, /^file '[\x21-\x26\x28-\x7e]*'$/);
        const options = list.split('\n').filter((each) => each.startsWith('option '));
        const plain = listOf({ url, account: undefined })
          .split('\n')
          .filter((each) => each.startsWith('option '));
        t.same(options, plain);
      },
    ),
    { numRuns: 50 },
  );
});

t.test('what is no RTSP address is refused without repeating it', async (t) => {
  for (const wrong of [
    '',
    'http://10.0.0.1/',
    'file:///etc/passwd',
    'rtsp:///x',
    'rtsp:x',
    'concat:rtsp://secret',
  ]) {
    t.throws(() => listOf({ url: wrong, account: undefined }), {
      message: 'not the address of an RTSP stream',
    });
  }
});
