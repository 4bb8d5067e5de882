import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import t, { type Test } from 'tap';
import { mediaUrl, serviceUrl } from '../../../src/protocols/onvif/address.ts';
import { connect } from '../../../src/protocols/onvif/connect.ts';
import { exchange } from '../../../src/protocols/onvif/exchange.ts';
import { readAnswer } from '../../../src/protocols/onvif/fault.ts';
import { fault, type Script, soap, soapServer, tokenOf } from './soap-server.ts';

/** What cameras in use do otherwise than the specifications have it; each case names where it was told of. */

const ACCOUNT = { username: 'admin', password: 'đúng' };
const INFORMATION = '<r><Manufacturer>Made Up</Manufacturer><Model>M</Model></r>';
const URI = (text: string) => `<r><MediaUri><Uri>${text}</Uri></MediaUri></r>`;
const PROFILES =
  '<r><Profiles token="a"><VideoSourceConfiguration><SourceToken>v</SourceToken></VideoSourceConfiguration></Profiles></r>';
const serviceOf = (namespace: string, at: string) =>
  `<Service><Namespace>http://www.onvif.org/${namespace}/wsdl</Namespace><XAddr>${at}</XAddr></Service>`;

async function urlsOf(t: Test, answers: Script['answers']): Promise<string[]> {
  const server = await soapServer(t, {
    account: ACCOUNT,
    answers: { GetDeviceInformation: INFORMATION, GetProfiles: PROFILES, ...answers },
  });
  const camera = await connect({ url: server.url, account: ACCOUNT });
  return (await camera.video()).flatMap(({ profiles }) => profiles.map(({ url }) => url));
}

t.test('services are found whichever way they are told', async (t) => {
  const capabilities = '<r><Capabilities><Media><XAddr>http://0.0.0.0/x</XAddr></Media></Capabilities></r>';
  const GetStreamUri = URI('rtsp://192.168.1.9/1');
  const events = `<r>${serviceOf('ver10/events', 'http://0.0.0.0/e')}</r>`;
  const cases: Record<string, Script['answers'][string]> = {
    // Cameras older than GetServices (quatanium/python-onvif#30): each says so in another way.
    'a fault': () => ({ status: 500, text: fault('ActionNotSupported', 'not implemented') }),
    'no such page': () => ({ status: 404, text: '<html>404</html>' }),
    'not a word': () => ({ status: 200, text: '' }),
    'SOAP 1.1': () => ({
      status: 500,
      text: '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>Method not implemented</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>',
    }),
    'no media service among them': events,
    nothing: '<r/>',
  };
  for (const [name, GetServices] of Object.entries(cases)) {
    const urls = await urlsOf(t, { GetServices, GetCapabilities: capabilities, GetStreamUri });
    t.strictSame(urls, ['rtsp://127.0.0.1/1'], name);
  }
});

t.test('Media2 alone, without configurations, or without addresses', async (t) => {
  const media2 = `<r>${serviceOf('ver20/media', 'http://0.0.0.0/2')}</r>`;
  const both = `<r>${serviceOf('ver10/media', 'http://0.0.0.0/1')}${serviceOf('ver20/media', 'http://0.0.0.0/2')}</r>`;
  t.strictSame(
    await urlsOf(t, {
      GetServices: media2,
      GetProfiles: '<r><Profiles token="a"><Name>chính</Name></Profiles><Profiles token="b"/></r>',
      // Media2 has no MediaUri around it.
      GetStreamUri: (body) => `<r><Uri>rtsp://0.0.0.0/${tokenOf(body)}</Uri></r>`,
    }),
    ['rtsp://127.0.0.1/a', 'rtsp://127.0.0.1/b'],
  );
  // What stands there is read by some as its own: agsh/onvif#287.
  t.strictSame(
    await urlsOf(t, {
      GetServices: both,
      GetStreamUri: (body) =>
        body.namespace.includes('ver20')
          ? { status: 400, text: fault('InvalidArgVal', 'no such profile') }
          : URI(`rtsp://0.0.0.0/old-${tokenOf(body)}`),
    }),
    ['rtsp://127.0.0.1/old-a'],
  );
});

t.test('what shows no lens belongs to the only one, and metadata is no picture', async (t) => {
  const server = await soapServer(t, {
    answers: {
      GetDeviceInformation: INFORMATION,
      GetServices: `<r>${serviceOf('ver10/media', 'http://0.0.0.0/1')}</r>`,
      GetProfiles: `<r>
        <Profiles token="a"><VideoSourceConfiguration><SourceToken>v</SourceToken></VideoSourceConfiguration></Profiles>
        <Profiles token="b"><VideoEncoderConfiguration><Encoding>JPEG</Encoding></VideoEncoderConfiguration></Profiles>
        <Profiles token="c"><MetadataConfiguration token="m"/></Profiles></r>`,
      GetStreamUri: (body) => URI(`rtsp://0.0.0.0/${tokenOf(body)}`),
    },
  });
  const video = await (await connect({ url: server.url })).video();
  t.match(video, [{ token: 'v', profiles: { length: 2 } }]);
  t.match(video[0]?.profiles.find(({ token }) => token === 'b')?.video, { codec: 'mjpeg' });
});

t.test('addresses of services', (t) => {
  const at = (named: string, reached: string, own: string | null) =>
    serviceUrl(named, new URL(reached), own === null ? null : new URL(own))?.href;
  const own = 'http://192.168.1.9/onvif/device_service';
  // The port was changed and the old one goes on being told: FalkTannhaeuser/python-onvif-zeep#92.
  t.equal(at('http://192.168.1.9/media', 'http://192.168.1.9:6688/d', own), 'http://192.168.1.9:6688/media');
  t.equal(at('http://192.168.1.9:88/m', 'http://192.168.1.9:6688/d', own), 'http://192.168.1.9:88/m');
  t.equal(at('http://192.168.1.9/m', 'http://192.168.1.9:6688/d', null), 'http://192.168.1.9/m');
  // Behind a router that forwards another port: JurajNyiri/HomeAssistant-Tapo-Control#254.
  const inside = 'http://192.168.1.9:2020/onvif/device_service';
  t.equal(at('http://192.168.1.9:2020/s', 'http://203.0.113.5:8020/d', inside), 'http://203.0.113.5:8020/s');
  // HTTPS only, and found by HTTP.
  const secure = 'https://192.168.1.9/onvif/device_service';
  t.equal(at('https://192.168.1.9/m', 'http://192.168.1.9:8080/d', secure), 'https://192.168.1.9/m');
  t.equal(at('https://10.0.0.1:8443/m', 'http://192.168.1.9/d', secure), 'https://192.168.1.9:8443/m');
  t.end();
});

t.test('addresses of streams', (t) => {
  const cases: [text: string, url: string][] = [
    // BigTonyTones/Tonys-Onvf-RTSP-Server#12
    ['rtsp://127.0.1.1:8554/tapo_sub', 'rtsp://10.0.0.1:8554/tapo_sub'],
    ['rtsp://localhost/live', 'rtsp://10.0.0.1/live'],
    ['rtsp://camera.local:554/live', 'rtsp://10.0.0.1:554/live'],
    // milg0/onvif-java-lib#19: the port of ONVIF, and then its own.
    ['rtsp://192.168.1.50:80:554/cam/1', 'rtsp://10.0.0.1:554/cam/1'],
    ['rtsp://admin:p@ss:w@192.168.1.50:554/1', 'rtsp://10.0.0.1:554/1'],
    ['rtsp://192.168.1.50:0/1', 'rtsp://10.0.0.1/1'],
    ['rtsp://192.168.1.50/?channel=1&amp;subtype=0', 'rtsp://10.0.0.1/?channel=1&subtype=0'],
    ['\n  rtsp://[fe80::1]:554/1\n', 'rtsp://10.0.0.1:554/1'],
    ['rtsps://192.168.1.50:322/1', 'rtsps://10.0.0.1:322/1'],
  ];
  for (const [text, url] of cases) t.equal(mediaUrl(text, '10.0.0.1'), url, text);
  t.equal(mediaUrl('rtsp://192.168.1.50:554:99999/1', '10.0.0.1'), null);
  t.end();
});

const BODY = soap('<r>đúng</r>');
const LENGTH = Buffer.byteLength(BODY);

t.test('HTTP as cameras speak it', async (t) => {
  const cases: Record<string, string> = {
    'lines without CR': `HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: ${LENGTH}\n\n${BODY}`,
    'no length, and an end': `HTTP/1.0 200 OK\r\n\r\n${BODY}`,
    'in chunks': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${LENGTH.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
    // prusa3d/Prusa-Firmware-ESP32-Cam#136
    'a length beside chunks': `HTTP/1.1 200 OK\r\nContent-Length: ${LENGTH}\r\nTransfer-Encoding: chunked\r\n\r\n${LENGTH.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
    // home-assistant/core#148093, of Dahua: not enough data for the length that was announced.
    'a length that is too large': `HTTP/1.1 200 OK\r\nContent-Length: ${LENGTH + 40}\r\n\r\n${BODY}`,
    'chunks without an end': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${LENGTH.toString(16)}\r\n${BODY}\r\n`,
    'a control character in a header': `HTTP/1.1 200 OK\r\nServer: \x01cam\r\nContent-Length: ${LENGTH}\r\n\r\n${BODY}`,
    'no reason': `HTTP/1.1 200\r\nContent-Length: ${LENGTH}\r\n\r\n${BODY}`,
    'a hundred first': `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${LENGTH}\r\n\r\n${BODY}`,
  };
  for (const [name, answer] of Object.entries(cases)) {
    for (const ends of [true, false]) {
      // Nobody can know when it is whole.
      if (!ends && /no length/.test(name)) continue;
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => (ends ? socket.end(answer) : socket.write(answer)));
        t.teardown(() => socket.destroy());
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      t.teardown(() => server.close());
      const { port } = server.address() as AddressInfo;
      const asked = { url: new URL(`http://127.0.0.1:${port}/`), body: 'x', headers: {}, timeoutMs: 2_000 };
      const { text } = await exchange(asked);
      t.equal((await readAnswer({ status: 200, challenges: [], location: '', text })).text, 'đúng', name);
    }
  }
});

t.test('an answer in parts (MTOM), as gSOAP sends it', async (t) => {
  const text = `--==uuid==\r\nContent-Type: application/xop+xml; type="application/soap+xml"\r\nContent-ID: <SOAP-ENV:Envelope>\r\n\r\n${BODY}\r\n--==uuid==--\r\n`;
  const answer = { status: 200, challenges: [], location: '' };
  t.equal((await readAnswer({ ...answer, text })).text, 'đúng');
  await t.rejects(readAnswer({ ...answer, text: '--a\r\n<SOAP-ENV:Envelope>' }), { name: 'OnvifError' });
});

t.test('a nonce that is too old says nothing against the account', async (t) => {
  let asked = 0;
  const server = await soapServer(t, {
    account: ACCOUNT,
    ways: ['digest'],
    first(request, response) {
      if (!request.headers.authorization || asked++ > 0) return false;
      const challenge = 'Digest realm="cam", nonce="b", qop="auth", stale=TRUE';
      response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
      return true;
    },
    answers: {
      GetDeviceInformation: INFORMATION,
      GetServices: `<r>${serviceOf('ver10/media', 'http://0.0.0.0/1')}</r>`,
    },
  });
  t.equal((await connect({ url: server.url, account: ACCOUNT })).auth, 'digest');
});
