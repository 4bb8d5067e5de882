import t from 'tap';
import { createLog } from '../../src/system/log.ts';

function logged(plain: boolean, write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ level: 'info', plain, stream: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

t.test('lines are JSON with the level by name', async (t) => {
  const line = logged(false, (log) => log.child({ slice: 'speakers' }).warn({ id: 7 }, 'went away'));
  t.match(JSON.parse(line), { level: 'warn', slice: 'speakers', id: 7, msg: 'went away' });
});

t.test('no secret reaches the log: by name, in a URL, in an error', async (t) => {
  for (const plain of [false, true]) {
    const text = logged(plain, (log) => {
      log.info({ password: 'hunter2', user: { pin: 'hunter2' }, a: { b: { token: 'hunter2' } } }, 'x');
      log.info({ a: { b: { c: [{ d: { secret: 'hunter2 " hunter2', pin: 4711 } }] } } }, 'deep');
      log.child({ a: { b: { c: { cookie: 'hunter2' } } } }).info('of a child');
      log.error({ err: new Error('rtsp://admin:hunter2@10.0.0.9/stream failed') }, 'y');
      log.info({ url: 'mqtt://loa:hunter2@host' }, 'z');
    });
    t.notMatch(text, /hunter2|4711/);
    t.match(text, /rtsp:\/\/\*\*\*@10\.0\.0\.9/);
  }
});

t.test('for a person at the terminal: one short line, and the stack of an error below', async (t) => {
  const text = logged(true, (log) => {
    log.child({ slice: 'web' }).info({ port: 8080, list: [1, 2] }, 'listening');
    log.error({ err: new Error('boom') }, 'failed');
  });
  const [first = '', second = '', third = ''] = text.split('\n');
  t.match(first, /^\d\d:\d\d:\d\d info {2}web {7}listening port=8080 list=\[1,2\]$/);
  t.match(second, /error - {9}failed$/);
  t.match(third, /^ {4}Error: boom$/);
});
