import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import { OnvifError, type OnvifErrorKind } from '../../../src/protocols/onvif/error.ts';
import { child, textOf } from '../../../src/protocols/onvif/pick.ts';
import { pullPoint, waitAfter } from '../../../src/protocols/onvif/pull-point.ts';
import { fixtureText } from './fixture.ts';
import { fault, type Script, soapServer } from './soap-server.ts';

const ACCOUNT = { username: 'admin', password: 'x' };
const services =
  '<r><Service><Namespace>http://www.onvif.org/ver10/events/wsdl</Namespace><XAddr>http://192.168.0.90/onvif/services</XAddr></Service></r>';
const ten =
  '<CurrentTime>2030-01-01T00:00:00Z</CurrentTime><TerminationTime>2030-01-01T00:00:10Z</TerminationTime>';
const answers = (more: Script['answers']): Script['answers'] => ({
  GetDeviceInformation: '<r/>',
  GetServices: services,
  PullMessages: '<r/>',
  Renew: `<r>${ten}</r>`,
  Unsubscribe: '<r/>',
  ...more,
});

t.test('a subscription that Axis names goes back as a header, is renewed and left', async (t) => {
  const server = await soapServer(t, {
    account: ACCOUNT,
    answers: answers({
      CreatePullPointSubscription: fixtureText('axis-subscription').replace(/<\/tev:Create/, `${ten}$&`),
    }),
  });
  const ear = pullPoint({ url: server.url, account: ACCOUNT, onEvent: () => {} });
  await sleep(6_500);
  await ear.close();
  const of = (operation: string) => server.heard.filter((one) => one.operation === operation);
  t.equal(of('CreatePullPointSubscription').length, 1);
  t.ok(of('PullMessages').length <= 7, `${of('PullMessages').length} pulls, though each is answered at once`);
  t.equal(of('Renew').length, 1, 'at half its ten seconds');
  t.equal(of('Unsubscribe').length, 1);
  for (const { header } of [...of('PullMessages'), ...of('Renew'), ...of('Unsubscribe')]) {
    const id = child(header, 'SubscriptionId');
    t.equal(textOf(id), '297');
    t.equal(id?.namespace, 'http://www.axis.com/2009/event');
    t.equal(id?.attributes.get('IsReferenceParameter'), 'true');
    t.equal(textOf(child(header, 'To')), 'http://192.168.0.90/onvif/services', 'as the camera named it');
  }
});

t.test('a subscription without a name is not ended: it might be everybody’s', async (t) => {
  const plain =
    '<r><SubscriptionReference><Address>http://192.168.0.90/onvif/services</Address></SubscriptionReference></r>';
  const server = await soapServer(t, { answers: answers({ CreatePullPointSubscription: plain }) });
  const ear = pullPoint({ url: server.url, onEvent: () => {} });
  await sleep(300);
  t.ok(ear.listening);
  await ear.close();
  t.notOk(server.heard.some(({ operation }) => operation === 'Unsubscribe'));
});

t.test('a wrong account, a lock and a camera without events wait long', async (t) => {
  const told: [string | undefined, number][] = [];
  const hear = async (script: Script) => {
    const server = await soapServer(t, script);
    const ear = pullPoint({
      url: server.url,
      account: ACCOUNT,
      onEvent: () => {},
      onState: ({ error, nextTryMs }) =>
        told.push([error instanceof OnvifError ? error.kind : undefined, nextTryMs]),
    });
    await sleep(300);
    await ear.close();
    return server;
  };
  const refusing = await hear({ account: { ...ACCOUNT, password: 'y' }, answers: answers({}) });
  t.equal(refusing.accountsSent(), 1);
  await hear({
    answers: answers({
      GetDeviceInformation: () => ({ status: 400, text: fault('NotAuthorized', 'account locked') }),
    }),
  });
  await hear({
    answers: answers({
      GetServices:
        '<r><Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace><XAddr>http://x/m</XAddr></Service></r>',
    }),
  });
  t.same(
    told.map(([kind]) => kind),
    ['refused', 'locked', 'fault'],
  );
  t.ok((told[0]?.[1] ?? 0) >= 240_000);
  t.ok((told[1]?.[1] ?? 0) >= 1_440_000);
});

t.test(
  'waits grow to a minute, to an hour where there are no events, and never by the same step',
  async (t) => {
    t.equal(waitAfter(new OnvifError('fault', ''), 30, 0.5), 3_600_000);
    t.equal(waitAfter(new OnvifError('fault', ''), 30, 0.5, true), 60_000);
    t.equal(waitAfter(new OnvifError('unreachable', ''), 30, 0.5), 60_000);
    t.equal(waitAfter(new OnvifError('fault', ''), 3, 0.5), 4_000, 'at first it may be starting');
    const kinds: OnvifErrorKind[] = [
      'unreachable',
      'timeout',
      'fault',
      'malformed',
      'too_large',
      'not_onvif',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (kind, failures, random, heard) => {
          const wait = waitAfter(new OnvifError(kind, ''), failures, random, heard);
          const most = heard || kind === 'unreachable' || kind === 'timeout' ? 72_000 : 4_320_000;
          return wait >= 800 && wait <= most && wait <= 1_200 * 2 ** Math.min(16, failures - 1);
        },
      ),
    );
  },
);
