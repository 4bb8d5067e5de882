import t from 'tap';
import { tellsAnybody } from '../../../src/protocols/onvif/index.ts';
import { type Script, soapServer } from './soap-server.ts';

const ACCOUNT = { username: 'admin', password: 'x' };
const PROFILES =
  '<r><Profiles token="P1"><Name>main</Name><VideoSourceConfiguration><SourceToken>V</SourceToken></VideoSourceConfiguration></Profiles></r>';
const services = (...names: string[]) =>
  `<r>${names.map((name) => `<Service><Namespace>http://www.onvif.org/${name}/wsdl</Namespace><XAddr>http://192.168.1.64/own/${name}</XAddr></Service>`).join('')}</r>`;
const asked = { deadlineMs: 5_000, requestMs: 1_000, signal: new AbortController().signal };

t.test(
  'the media service is asked, though the device service keeps to itself what the camera is',
  async (t) => {
    const answersOf = (answers: Script['answers']) => ({ account: ACCOUNT, answers });
    const cases: [string, boolean, Script][] = [
      ['all is guarded', false, answersOf({ GetServices: services('ver10/media'), GetProfiles: PROFILES })],
      [
        'profiles for anybody',
        true,
        {
          ...answersOf({ GetServices: services('ver10/media'), GetProfiles: PROFILES }),
          open: ['GetServices', 'GetProfiles'],
        },
      ],
      [
        'where they are is guarded too',
        true,
        { ...answersOf({ GetProfiles: PROFILES }), open: ['GetProfiles'] },
      ],
      [
        'Media2 only',
        true,
        {
          ...answersOf({ GetServices: services('ver20/media'), GetProfiles: PROFILES }),
          open: ['GetServices', 'GetProfiles'],
        },
      ],
      [
        'a list without profiles says nothing',
        false,
        {
          ...answersOf({ GetServices: services('ver10/media'), GetProfiles: '<r/>' }),
          open: ['GetServices', 'GetProfiles'],
        },
      ],
    ];
    for (const [what, expected, script] of cases) {
      const server = await soapServer(t, script);
      t.equal(await tellsAnybody({ url: server.url, ...asked }), expected, what);
      t.equal(server.accountsSent(), 0);
      t.ok(server.heard.length <= 5, 'a handful of questions');
    }
  },
);

t.test('what does not answer, or too late, or nonsense', async (t) => {
  t.equal(await tellsAnybody({ url: 'http://127.0.0.1:1/', ...asked }), false);
  t.equal(await tellsAnybody({ url: 'no address', ...asked }), false);
  const nonsense = await soapServer(t, {
    answers: {},
    first: (_request, response) => Boolean(response.end('<<')),
  });
  t.equal(await tellsAnybody({ url: nonsense.url, ...asked }), false);
  const silent = await soapServer(t, { answers: {}, first: () => true });
  const began = performance.now();
  t.equal(await tellsAnybody({ url: silent.url, ...asked, deadlineMs: 300 }), false);
  t.ok(performance.now() - began < 1_000);
  t.equal(
    await tellsAnybody({ url: silent.url, ...asked, signal: AbortSignal.abort(new Error('stop')) }),
    false,
  );
});
