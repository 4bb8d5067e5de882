import t from 'tap';
import { ApiError, errorText, Http, isConflict } from '../../src/panel/api/http.ts';

interface Sent {
  url: string;
  init: RequestInit;
}

/** An Http whose station answers with these, in turn. */
function withAnswers(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  globalThis.fetch = async (url, init = {}) => {
    sent.push({ url: String(url), init });
    const answer = answers.shift() ?? new Response(null, { status: 204 });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { http: new Http(), sent };
}

const refusal = (status: number, error: object) => new Response(JSON.stringify({ error }), { status });
const WRONG = {
  code: 'input.invalid',
  message: 'Ô “times.0” chưa đúng: giờ này đã qua',
  messageEn: 'Field “times.0” is not valid: this time has passed',
  field: 'times.0',
};

t.test('reading leaves out what was not asked for', async (t) => {
  const { http, sent } = withAnswers(new Response('{"items":[]}'));
  t.same(await http.get('/api/x', { q: 'lũ quét', state: undefined, after: null, limit: 5, none: '' }), {
    items: [],
  });
  t.equal(sent[0]?.url, '/api/x?q=l%C5%A9+qu%C3%A9t&limit=5');
  t.notMatch(sent[0]?.init.headers, { 'x-csrf-token': String });
});

t.test('writing carries the token of the session', async (t) => {
  const { http, sent } = withAnswers(new Response(null, { status: 204 }));
  http.csrf = 'abc';
  t.equal(await http.delete('/api/x/1'), undefined);
  t.match(sent[0]?.init, { method: 'DELETE', headers: { 'x-csrf-token': 'abc' } });
});

t.test('a refusal speaks both languages and names the field', async (t) => {
  const { http } = withAnswers(refusal(400, WRONG));
  const error = await http.post('/api/x', {}).catch((thrown: unknown) => thrown);
  t.ok(error instanceof ApiError);
  if (!(error instanceof ApiError)) return;
  t.match(error, { status: 400, code: 'input.invalid', field: 'times.0' });
  t.equal(error.text('vi'), WRONG.message);
  t.equal(error.reason('vi'), 'Giờ này đã qua', 'beside the field its name is not said again');
  t.equal(error.reason('en'), 'This time has passed');
  t.equal(errorText(error, 'en'), WRONG.messageEn);
});

t.test('a station that does not answer, or answers nonsense, is told as such', async (t) => {
  const { http } = withAnswers(
    new TypeError('refused'),
    new Response('<html>', { status: 502 }),
    new Response('{'),
  );
  for (const status of [0, 502, 200]) {
    const error = await http.get('/api/x').catch((thrown: unknown) => thrown);
    t.match(error, { name: 'ApiError', status });
    t.match(errorText(error, 'vi'), /Trạm Số/i);
  }
});

t.test('the end of a session is told once it shows, and not by the sign-in itself', async (t) => {
  const { http } = withAnswers(refusal(401, WRONG), refusal(401, WRONG));
  let told = 0;
  http.onSignedOut = () => told++;
  await t.rejects(http.post('/api/session', {}));
  t.equal(told, 0);
  await t.rejects(http.get('/api/today'));
  t.equal(told, 1);
});

t.test('only a changed item is a conflict', async (t) => {
  t.ok(isConflict(new ApiError(409, { ...WRONG, code: 'item.conflict' })));
  t.notOk(isConflict(new ApiError(409, { ...WRONG, code: 'playout.over' })));
});

t.test('a request that was given up stays given up', async (t) => {
  const { http } = withAnswers(new DOMException('gone', 'AbortError'));
  await t.rejects(http.get('/api/x'), { name: 'AbortError' });
});

/** A station that took the request and says nothing, as one whose switch has lost its power. */
function silent() {
  const sent: Sent[] = [];
  globalThis.fetch = (url, init = {}) => {
    sent.push({ url: String(url), init });
    return new Promise((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')));
    });
  };
  return { http: new Http(), sent };
}

t.test(
  'nobody waits for ever: a silent station is given up, and what it may have done is left open',
  async (t) => {
    const { http, sent } = silent();
    const read = http.get('/api/x', {}, undefined, 20);
    await t.rejects(read, { name: 'ApiError', status: 0, code: 'panel.unreachable' });
    const write = http.post('/api/emergency', {}, { limitMs: 20 });
    await t.rejects(write, { name: 'ApiError', status: 0, code: 'panel.unanswered' });
    t.equal(sent[1]?.init.signal?.aborted, true, 'it is not sent any more');
  },
);

t.test('the limit holds for the body too', async (t) => {
  globalThis.fetch = async (_url, init = {}) => {
    const body = new ReadableStream({
      start: (controller) =>
        init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason)),
    });
    return new Response(body);
  };
  await t.rejects(new Http().get('/api/x', {}, undefined, 20), { name: 'ApiError', status: 0 });
});

t.test('a page that is left gives its request up', async (t) => {
  const { http } = silent();
  const left = new AbortController();
  const read = http.get('/api/x', {}, left.signal);
  left.abort();
  await t.rejects(read, { name: 'AbortError' });
});

t.test('what an unattended page asks for says so', async (t) => {
  const { http, sent } = withAnswers();
  await http.get('/api/today');
  http.isUnattended = () => true;
  await http.get('/api/today');
  t.match(
    sent.map(({ init }) => new Headers(init.headers).get('x-tramso-passive')),
    [null, '1'],
  );
});
