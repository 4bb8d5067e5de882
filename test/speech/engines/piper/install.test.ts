import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import tar from 'tar-stream';
import {
  type InstallOptions,
  installVoice,
  licenceLine,
  sweepVoices,
} from '../../../../src/speech/engines/piper/install.ts';
import { unpack } from '../../../../src/speech/engines/piper/unpack.ts';
import { tinyVoice } from './tiny-voice.ts';

t.setTimeout(180_000);

type Entry = [name: string, content: string, type?: 'file' | 'symlink' | 'link' | 'directory'];

/** A .tar.gz of anything. */
async function tarOf(path: string, entries: readonly Entry[]): Promise<string> {
  const pack = tar.pack();
  for (const [name, content, type = 'file'] of entries) {
    if (type === 'file') pack.entry({ name }, content);
    else pack.entry({ name, type, linkname: content });
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  writeFileSync(path, gzipSync(Buffer.concat(chunks)));
  return path;
}

/** A ZIP with stored files, names as they are given. */
function zipOf(path: string, files: readonly [string, string][]): string {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt32LE(content.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), Buffer.from(content));
    centrals.push(central, Buffer.from(name));
    offset += 30 + name.length + content.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  writeFileSync(path, Buffer.concat([...locals, directory, end]));
  return path;
}

function optionsFor(t: Test, more: Partial<InstallOptions> & { source: string }) {
  const shown: Parameters<InstallOptions['confirm']>[0][] = [];
  const options: InstallOptions = {
    dir: join(t.testdirName, 'voices'),
    accent: 'north',
    speaker: 0,
    confirm: async (found) => {
      shown.push(found);
      return true;
    },
    ...more,
  };
  return { options, shown };
}

/** Of whatever went wrong nothing is left. */
function leftNothing(t: Test, what: string): void {
  const dir = join(t.testdirName, 'voices');
  t.same(existsSync(dir) ? readdirSync(dir) : [], [], what);
}

t.test('from .tar.bz2, .tar.gz, .zip and a folder: checked, shown, tried, and found by its id', async (t) => {
  const top = t.testdir();
  const source = tinyVoice(top);
  for (const [name, command] of [
    ['v.tar.bz2', ['tar', 'cjhf']],
    ['v.tar.gz', ['tar', 'czhf']],
  ] as const) {
    const archive = join(top, name);
    execFileSync(command[0], [command[1], archive, '-C', top, 'vits-piper-vi_VN-tiny-low']);
    const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
    const { options, shown } = optionsFor(t, { source: archive, sha256: sha256.toUpperCase() });
    t.equal(await installVoice(options), 'vi_VN-tiny-low', name);
    t.match(shown, [{ sha256, language: 'vi', licence: /Licence: CC0/, model: 'tiny.onnx' }]);
    const dir = join(options.dir, 'vi_VN-tiny-low');
    t.match(JSON.parse(readFileSync(join(dir, 'voice.json'), 'utf8')), {
      ...{ name: 'vi_VN-tiny-low', accent: 'north', licence: 'Licence: CC0', model: 'tiny.onnx', speaker: 0 },
      sha256: { 'tiny.onnx': /^[0-9a-f]{64}$/, 'tokens.txt': /^[0-9a-f]{64}$/ },
    });
    t.ok(existsSync(join(dir, 'espeak-ng-data', 'phontab')));
    t.ok(existsSync(join(dir, 'MODEL_CARD')));
    await t.rejects(installVoice(options), { code: 'voice.exists' } as never, 'not over another one');
    rmSync(dir, { recursive: true });
  }
  const { options } = optionsFor(t, { source, id: 'giong-bac', name: 'Giọng Bắc', accent: 'central' });
  t.equal(await installVoice(options), 'giong-bac');
  t.same(readdirSync(options.dir), ['giong-bac']);
});

t.test('nobody agrees, a wrong checksum, things that lack a part', async (t) => {
  const top = t.testdir();
  const source = tinyVoice(top);
  const { options } = optionsFor(t, { source, confirm: async () => false });
  t.equal(await installVoice(options), undefined);
  leftNothing(t, 'not agreed');
  await t.rejects(installVoice({ ...options, sha256: '0'.repeat(64) }), { code: 'voice.checksum' } as never);
  await t.rejects(installVoice({ ...options, sha256: 'abc' }), { code: 'voice.checksum' } as never);
  await t.rejects(installVoice({ ...options, id: '../x' }), { code: 'input.invalid' } as never);
  await t.rejects(installVoice({ ...options, source: '/nowhere/x' }), {
    code: 'voice.source_missing',
  } as never);
  writeFileSync(join(source, 'tokens.txt'), 'a 1\nx');
  await t.rejects(installVoice(options), { code: 'voice.incomplete' } as never, 'no tokens');
  for (const part of ['espeak-ng-data', 'tokens.txt', 'tiny.onnx']) {
    rmSync(join(source, part));
    await t.rejects(installVoice(options), { code: 'voice.incomplete' } as never, part);
  }
  leftNothing(t, 'refused');
});

t.test('a voice that ends the library is not installed', async (t) => {
  const source = tinyVoice(t.testdir());
  const model = readFileSync(join(source, 'tiny.onnx')).toString('latin1');
  writeFileSync(
    join(source, 'tiny.onnx'),
    Buffer.from(model.replace('sample_rate', 'sample_xate'), 'latin1'),
  );
  await t.rejects(installVoice(optionsFor(t, { source }).options), {
    code: 'voice.unusable',
    message: /sample_rate/,
  } as never);
  writeFileSync(join(source, 'tiny.onnx'), 'no model');
  await t.rejects(installVoice(optionsFor(t, { source }).options), {
    code: 'voice.unusable',
    message: /Protobuf/,
  } as never);
  leftNothing(t, 'unusable');
});

t.test('archives that are up to something leave nothing, inside or outside', async (t) => {
  const top = t.testdir();
  const evil: [what: string, Entry[]][] = [
    ['up', [['../evil', 'x']]],
    ['up and down', [['a/../../evil', 'x']]],
    ['absolute', [['/tmp/tramso-evil', 'x']]],
    ['backslash', [['a\\..\\evil', 'x']]],
    [
      'symlink',
      [
        ['a', '/etc', 'symlink'],
        ['a/evil', 'x'],
      ],
    ],
    ['hard link', [['a', '/etc/passwd', 'link']]],
    [
      'twice',
      [
        ['a', 'x'],
        ['a', 'y'],
      ],
    ],
    [
      'file and folder',
      [
        ['a', 'x'],
        ['a/b', 'y'],
      ],
    ],
    ['control character', [['a\u0007b', 'x']]],
    ['deep', [['a/'.repeat(20), 'x']]],
    ['drive', [['C:evil', 'x']]],
  ];
  for (const [what, entries] of evil) {
    const source = await tarOf(join(top, 'evil.tar.gz'), entries);
    await t.rejects(
      installVoice(optionsFor(t, { source }).options),
      { code: 'voice.archive_bad' } as never,
      what,
    );
  }
  for (const name of ['../evil', '/tmp/tramso-evil', 'a\\..\\evil']) {
    const source = zipOf(join(top, 'evil.zip'), [[name, 'x']]);
    await t.rejects(
      installVoice(optionsFor(t, { source }).options),
      { code: 'voice.archive_bad' } as never,
      name,
    );
  }
  leftNothing(t, 'evil');
  t.notOk(existsSync('/tmp/tramso-evil'));
  t.same(readdirSync(top).sort(), ['evil.tar.gz', 'evil.zip', 'voices']);
});

t.test('archives that are damaged, are none, or unpack to too much', async (t) => {
  const top = t.testdir({
    'text.zip': 'hello, I am no archive',
    'empty.zip': '',
    'head.zip': 'PK\u0003\u0004',
  });
  const good = await tarOf(join(top, 'good.tar.gz'), [
    ['a/b.txt', 'x'.repeat(100_000)],
    ['c.txt', 'y'],
  ]);
  writeFileSync(join(top, 'cut.tar.gz'), readFileSync(good).subarray(0, 150));
  execFileSync('bzip2', ['-k', join(top, 'text.zip')]);
  const bz2 = readFileSync(join(top, 'text.zip.bz2'));
  writeFileSync(join(top, 'cut.tar.bz2'), bz2.subarray(0, bz2.length - 10));
  for (const name of ['text.zip', 'empty.zip', 'head.zip', 'cut.tar.gz', 'cut.tar.bz2', 'text.zip.bz2']) {
    const { options } = optionsFor(t, { source: join(top, name) });
    await t.rejects(installVoice(options), { name: 'AppError' }, name);
  }
  leftNothing(t, 'damaged');
  await unpack(good, join(top, 'out'));
  t.equal(readFileSync(join(top, 'out', 'a', 'b.txt'), 'utf8').length, 100_000);
  await t.rejects(unpack(good, join(top, 'o2'), { bytes: 50_000, files: 10 }), { name: 'ArchiveError' });
  await t.rejects(unpack(good, join(top, 'o3'), { bytes: 500_000, files: 1 }), { name: 'ArchiveError' });
  const zip = zipOf(join(top, 'good.zip'), [
    ['a/b.txt', 'hello'],
    ['empty', ''],
  ]);
  await unpack(zip, join(top, 'o4'));
  t.same(readFileSync(join(top, 'o4', 'a', 'b.txt'), 'utf8'), 'hello');
});

t.test('from an address: fetched, and what goes wrong on the way', async (t) => {
  const top = t.testdir();
  const source = tinyVoice(top);
  execFileSync('tar', ['czhf', join(top, 'v.tar.gz'), '-C', top, 'vits-piper-vi_VN-tiny-low']);
  rmSync(source, { recursive: true });
  const bytes = readFileSync(join(top, 'v.tar.gz'));
  const server = createServer(({ url }, response) => {
    if (url === '/v.tar.gz') return response.end(bytes);
    if (url === '/cut') {
      response.writeHead(200, { 'content-length': bytes.length });
      return response.write(bytes.subarray(0, 1_000), () => response.destroy());
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise((resolve) => server.close(resolve)));
  const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const gone = `http://127.0.0.1:${(other.address() as AddressInfo).port}/x`;
  await new Promise((resolve) => other.close(resolve));
  const install = (more: Partial<InstallOptions> & { source: string }) =>
    installVoice(optionsFor(t, more).options);
  await t.rejects(install({ source: at('/gone?token=x') }), {
    code: 'voice.download',
    message: /127.*HTTP 404/,
  } as never);
  await t.rejects(install({ source: at('/cut') }), { code: 'voice.download' } as never);
  await t.rejects(install({ source: gone }), {
    code: 'voice.download',
    message: /ECONNREFUSED/,
  } as never);
  await t.rejects(install({ source: at('/v.tar.gz'), download: { largest: 10_000 } }), {
    code: 'voice.download',
  } as never);
  await t.rejects(install({ source: at('/v.tar.gz'), sha256: 'f'.repeat(64) }), {
    code: 'voice.checksum',
  } as never);
  leftNothing(t, 'not fetched');
  t.equal(await install({ source: at('/v.tar.gz') }), 'vi_VN-tiny-low');
});

t.test('what a killed installation has left is swept away, not what is under way', async (t) => {
  const dir = t.testdir({ '.new-1': { a: 'x' }, '.gone-2': {}, '.other': {}, voice: {} });
  await sweepVoices(dir);
  t.equal(readdirSync(dir).length, 4);
  await sweepVoices(dir, Date.now() + 2 * 3_600_000);
  t.same(readdirSync(dir).sort(), ['.other', 'voice']);
  await sweepVoices(join(dir, 'nowhere'));
});

t.test('the line that names the licence', (t) => {
  t.equal(licenceLine('# Card\n\n* Language: vi\n* License: CC BY 4.0\n'), 'License: CC BY 4.0');
  t.equal(licenceLine('MIT License\n\nCopyright'), 'MIT License');
  t.equal(licenceLine('Something\nelse'), 'Something');
  t.equal(licenceLine(''), '');
  t.end();
});
