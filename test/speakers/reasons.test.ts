import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { sayBrokerReason, sayDeviceReason } from '../../src/speakers/reasons.ts';

const LOA = new URL('../../src/speakers/loa/', import.meta.url);

t.test('every reason that /loa, the station and a faithful speaker give has words', (t) => {
  const loa = readdirSync(LOA)
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(new URL(file, LOA), 'utf8'))
    .join('\n');
  const thrown = [...loa.matchAll(/(?:new Error\(|abandon\(mine, |fail\([^,]+, )'([a-z_]+)'/g)].map(
    ([, code]) => code,
  );
  t.ok(thrown.length >= 5);
  const others = ['busy', 'expired', 'preempted', 'wrong_checksum', 'offline', 'broker_down', 'url_too_long'];
  for (const code of [...thrown, ...others, 'unsupported', 'not_for_this', 'error']) {
    const { vi, en } = sayDeviceReason(String(code));
    t.notMatch(vi, /mã lỗi|_/, String(code));
    t.notMatch(en, /error code|_/, String(code));
  }
  t.end();
});

t.test('what is unknown is shown as a code, not as a text of ours', (t) => {
  t.strictSame(sayDeviceReason('fetch_404'), {
    vi: 'loa không tải được tệp âm thanh (mã 404)',
    en: 'it could not fetch the audio (status 404)',
  });
  t.equal(sayDeviceReason('E17').vi, 'mã lỗi E17');
  t.equal(sayDeviceReason('constructor').en, 'error code constructor');
  t.equal(sayBrokerReason('ECONNREFUSED').vi, 'máy chủ từ chối kết nối');
  t.equal(sayBrokerReason('E17').en, 'error code E17');
  t.end();
});
