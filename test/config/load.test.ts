import { join } from 'node:path';
import t, { type Test } from 'tap';
import { ConfigError, loadConfig } from '../../src/config/load.ts';

function load(test: Test, toml: string) {
  const dir = test.testdir({ 'tramso.toml': toml });
  return loadConfig({ config: join(dir, 'tramso.toml'), data: dir });
}

t.test('without a file the defaults are in force: loopback only', async (t) => {
  const config = loadConfig({ data: t.testdir() });
  t.equal(config.listen.lan, false);
  t.equal(config.listen.http_port, 8080);
});

t.test('the file is laid over the defaults, the flags over the file', async (t) => {
  const dir = t.testdir({ 'tramso.toml': '[listen]\nhttps_port = 443\nlan = true\n' });
  t.equal(loadConfig({ data: dir }).listen.https_port, 443);
  t.equal(loadConfig({ data: dir }).listen.lan, true);
  t.match(loadConfig({ data: dir, port: 9000 }).listen, {
    http_port: 9000,
    https_port: 9001,
    plain_port: 9002,
    mqtt_port: 9003,
    mqtts_port: 9004,
  });
});

t.test('an unknown key stops the start, naming the key and the nearest valid one', async (t) => {
  t.throws(() => load(t, '[listen]\nhttp_prot = 80\n'), { message: /listen\.http_prot.*listen\.http_port/ });
  t.throws(() => load(t, 'lan = true\n'), {
    message: /“lan”.*“listen\.lan”/,
    messageVi: /“lan”.*“listen\.lan”/,
  });
  t.throws(() => load(t, 'https_port = 443\n'), { message: /“listen\.https_port”/ });
  t.throws(() => load(t, '[mqtt]\nport = 1883\n'), { message: /“mqtt”.*“listen\.mqtt_port”/ });
  t.throws(() => load(t, '[log]\nlan = true\n'), { message: /“log\.lan”.*“listen\.lan”/ });
  t.throws(() => load(t, '[lissten]\nlan = true\n'), { message: /“lissten”.*“listen”/ });
});

t.test('wrong values are named', async (t) => {
  t.throws(() => load(t, '[listen]\nhttp_port = "80"\n'), { message: /listen\.http_port/ });
  t.throws(() => load(t, '[listen]\nhttp_port = 0\n'), { message: /listen\.http_port/ });
  t.throws(() => load(t, 'listen = 3\n'), { message: /\[listen\]/ });
  t.throws(() => load(t, '[log]\nlevel = "loud"\n'), { message: /log\.level/ });
  t.throws(() => load(t, '[log]\nlevel = "loud"\n'), {
    message: /trace, .*fatal/,
    messageVi: /trace, .*fatal/,
  });
  t.throws(() => load(t, '[listen]\nhttps_port = 8080\n'), { message: /http_port.*https_port.*8080/ });
  t.throws(() => load(t, 'data = \n'), {
    message: /line 1, column \d+: not valid TOML/,
    messageVi: /dòng 1, cột \d+ không đúng cú pháp TOML/,
  });
  t.throws(() => load(t, '[listen]\nhttp_port = "80"\n'), {
    message: /whole number/,
    messageVi: /“listen\.http_port” chưa đúng: phải là số nguyên$/,
  });
  t.throws(() => loadConfig({ data: t.testdir(), port: 70_000 }), ConfigError);
  t.throws(() => loadConfig({ config: '/nowhere/tramso.toml' }), {
    message: /no such file/,
    messageVi: /không có tệp này/,
  });
});

t.test('an address or name that no certificate can carry is named with its key', async (t) => {
  for (const address of ['may-chu', '192.168.1', 'fe80::1%eth0', '']) {
    const toml = `[listen]\naddresses = ["10.0.0.1", "${address}"]\n`;
    t.throws(() => load(t, toml), { name: 'ConfigError', message: /listen\.addresses/ }, address);
  }
  for (const name of ['máy chủ', 'a b', 'http://x', '']) {
    const toml = `[listen]\nhostnames = ["${name}"]\n`;
    t.throws(() => load(t, toml), { name: 'ConfigError', message: /listen\.hostnames/ }, name);
  }
  t.same(
    load(t, '[listen]\nhostnames = ["xã-tân", "Tram-So.vn"]\naddresses = ["10.0.0.1", "fd00::2"]\n').listen
      .hostnames,
    ['xã-tân', 'Tram-So.vn'],
  );
});
t.test(
  'the data folder is chosen by --data alone: the file lies in it, and the launcher must know it too',
  async (t) => {
    t.throws(() => load(t, 'data = "/srv/tramso"\n'), { message: /--data/, messageVi: /--data/ });
  },
);
