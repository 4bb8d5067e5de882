import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const TOP = join(import.meta.dirname, '../..');
const PACKAGE = join(TOP, 'node_modules/typebox/package.json');

t.test('set-up has joined TypeBox: every way into the package leads to a file', (t) => {
  const { exports } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { exports: Record<string, unknown> };
  const names = Object.keys(exports).map((name) => name.replace(/^\.\/?/, '') || 'index');
  t.ok(names.length > 5);
  for (const name of names) t.ok(existsSync(join(TOP, `dist/typebox/${name}.js`)), name);
  t.end();
});

t.test('a process that has asked for it gets it joined, by import and by require', (t) => {
  const program = `
    import { createRequire } from 'node:module';
    import { joinTypebox } from './src/cli/typebox/joined.ts';
    joinTypebox();
    const { Type } = await import('typebox');
    const { Compile } = await import('typebox/compile');
    const { Value } = createRequire(import.meta.url)('typebox/value');
    const check = Compile(Type.Object({ a: Type.Integer({ minimum: 1 }) }));
    console.log(check.Check({ a: 1 }), check.Check({ a: 0 }), Value.Check(Type.String(), 'x'));
    console.log(import.meta.resolve('typebox/value'));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: TOP,
    encoding: 'utf8',
  });
  t.match(stdout, /^true false true\nfile:.*\/dist\/typebox\/value\.js\n$/, stderr);
  t.end();
});
