import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { connect } from '../../../src/protocols/onvif/index.ts';
import { LabCamera } from '../../lab/cameras/lab-camera.ts';
import { USUAL_ACCOUNT } from '../../lab/cameras/onvif/camera-options.ts';
import { clockAnswer, soap } from './soap-server.ts';

/** A certificate as a camera makes itself one. */
function ownCertificate(t: Test, bits: number): { key: string; cert: string } {
  const [key, cert] = [join(t.testdir(), 'key.pem'), join(t.testdir(), 'cert.pem')];
  const args = ['req', '-x509', '-newkey', `rsa:${bits}`, '-nodes', '-subj', '/CN=IPC', '-days', '1'];
  execFileSync('openssl', [...args, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

t.test('https with a certificate of its own: taken', async (t) => {
  const tls = ownCertificate(t, 2_048);
  const lab = await LabCamera.start({ tls });
  t.teardown(() => lab.stop());
  const url = `https://127.0.0.1:${lab.state.httpsPort}/onvif/device_service`;
  const camera = await connect({ url, account: USUAL_ACCOUNT });
  t.ok((await camera.video()).length, 'the http addresses that it names are asked by https');
});

t.test('an old camera: TLS 1.0 and a key of 1,024 bits', async (t) => {
  const old = { ciphers: 'DEFAULT:@SECLEVEL=0', minVersion: 'TLSv1', maxVersion: 'TLSv1' } as const;
  const server = createServer({ ...ownCertificate(t, 1_024), ...old }, (request, response) => {
    request.resume();
    response.end(soap(clockAnswer(Date.now())));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  t.match(await connect({ url: `https://127.0.0.1:${port}` }), { auth: 'none' });
});
