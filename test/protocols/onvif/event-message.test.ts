import t from 'tap';
import { readEvents } from '../../../src/protocols/onvif/event-message.ts';
import { parseSmallXml } from '../../../src/protocols/onvif/xml.ts';
import { fixture } from './fixture.ts';

const short = (name: string) =>
  readEvents(fixture(name)).map(({ kind, active, source, topic, initial }) =>
    [kind, active ? 'on' : 'off', source, topic, initial ? 'initial' : 'changed'].join(' '),
  );

t.test('events of makers', async (t) => {
  t.same(short('axis-events'), [
    'tamper off 0 VideoSource/GlobalSceneChange/ImagingService initial',
    'motion on  Device/Sensor/PIR changed',
    'input off 1 Device/IO/Port initial',
    'motion off  CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1 initial',
  ]);
  t.same(short('hikvision-events'), ['input on AlarmIn_1 Device/Trigger/AlarmIn initial']);
  t.same(short('reolink-events'), ['motion off 000 RuleEngine/CellMotionDetector/Motion initial']);
  t.same(short('tp-link-events'), [
    'motion on vsconf RuleEngine/CellMotionDetector/LineCross changed',
    'motion on vsconf RuleEngine/TPSmartEventDetector/TPSmartEvent changed',
  ]);
  t.same(short('unnamed-recorder-events'), ['motion on 00200 VideoSource/MotionAlarm changed']);
  t.same(short('unnamed-capital-events'), [
    'motion off vstoken_ch0001 VideoAnalytics/MotionAlarm initial',
    'tamper off vstoken_ch0001 UserAlarm/VideoCover initial',
  ]);
});

t.test('the time is the camera’s, and UTC where it names no zone', async (t) => {
  t.equal(readEvents(fixture('unnamed-capital-events'))[0]?.cameraAt, Date.UTC(2023, 5, 1, 7, 27, 22));
  t.equal(readEvents(fixture('axis-events'))[1]?.cameraAt, Date.UTC(2019, 2, 12, 23, 48, 28, 425));
});

const event = (topic: string, data: string, attributes = '') =>
  readEvents(
    parseSmallXml(
      `<r><NotificationMessage><Topic>${topic}</Topic><Message><Message ${attributes}><Data>${data}</Data></Message></Message></NotificationMessage></r>`,
    ),
  );
const item = (name: string, value: string) => `<SimpleItem Name="${name}" Value="${value}"/>`;

t.test('tampering and people in one message, a line crossed, what is deleted', async (t) => {
  const both = event(
    'tns1:RuleEngine/TPSmartEventDetector/TPSmartEvent',
    item('IsTamper', 'true') + item('IsPeople', 'false'),
  );
  t.match(both, [
    { kind: 'tamper', active: true },
    { kind: 'motion', active: false },
  ]);
  t.match(event('tns1:RuleEngine/LineDetector/Crossed', item('ObjectId', '0')), [
    { kind: 'motion', active: true },
  ]);
  const deleted = event('tns1:VideoSource/MotionAlarm', item('State', 'true'), 'PropertyOperation="Deleted"');
  t.match(deleted, [{ active: false }]);
  t.match(event('tns1:Device/HardwareFailure', item('Failed', 'true')), [{ kind: 'other', cameraAt: null }]);
  t.same(event('', ''), []);
  for (const name of ['ImageTooDark', 'ImageTooBright']) {
    t.match(
      event(`tns1:VideoSource/${name}/ImagingService`, item('State', 'true')),
      [{ kind: 'other' }],
      name,
    );
  }
  t.match(event('tns1:VideoSource/ImageTooBlurry/ImagingService', item('State', '1'), 'UtcTime="31/12"'), [
    { kind: 'tamper', active: true, cameraAt: null },
  ]);
});
