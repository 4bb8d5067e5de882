import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { StationCertificate } from './certificates.ts';
import { isServedHere } from './guard.ts';
import { hostOf, urlHost } from './hosts.ts';

const EVERYWHERE = ['panel', 'plain', 'local'] as const;
const PAGE = '/ca';
const FILE = '/tram-so.crt';

/**
 * Sends a request to where its route is served: from plain HTTP to the page about the certificate or to HTTPS,
 * and from anywhere else to nowhere, as if the route did not exist.
 */
export async function keepToListener(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { listener, is404, method, url } = request;
  if (listener === 'plain' ? !is404 && isServedHere(request) : is404 || isServedHere(request)) return;
  if (listener !== 'plain' || method !== 'GET' || !url.startsWith('/')) throw new AppError('route.not_found');
  // Never a permanent redirect: browsers would remember it beyond a change of port.
  return reply.redirect(url === '/' ? PAGE : `${httpsOrigin(request)}${url}`, 307);
}

/** Hands out the certificate of the station's CA, with what a person needs to know to trust it. */
export function serveCertificate(app: FastifyInstance): void {
  const config = { public: true, listeners: EVERYWHERE } as const;
  app.get(PAGE, { config, schema: { hide: true } }, async (request, reply) => {
    const page = certificatePage(await app.certificates.current(), {
      nonce: reply.styleNonce(),
      panel: httpsOrigin(request),
    });
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  });
  app.get(FILE, { config, schema: { hide: true } }, async (_request, reply) => {
    const { caDer } = await app.certificates.current();
    return reply.header('cache-control', 'no-store').type('application/x-x509-ca-cert').send(caDer);
  });
  // Browsers ask for one beside any page; a redirect to HTTPS would only make them complain.
  app.get('/favicon.ico', { config, schema: { hide: true } }, (_request, reply) => reply.code(204).send());
  app.get('/api/certificate', { config: { public: true } }, async () => {
    const { caFingerprint, fingerprint, expiresAt } = await app.certificates.current();
    return { caFingerprint, fingerprint, expiresAt, file: FILE, page: PAGE };
  });
}

function httpsOrigin({ host, server }: FastifyRequest): string {
  const bound = server.web.addresses().find(({ listener }) => listener === 'https');
  const port = bound ? new URL(bound.url).port : server.config.listen.https_port;
  return `https://${urlHost(hostOf(host))}${port ? `:${port}` : ''}`;
}

function certificatePage(
  { caFingerprint }: StationCertificate,
  { nonce, panel }: { nonce: string; panel: string },
): string {
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trạm Số – cài chứng chỉ</title>
<style nonce="${nonce}">
body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 1.5rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 1.5rem 0 0 } p, ol { margin: .5rem 0 }
code { font-size: .95em; overflow-wrap: anywhere; background: #eef2f6; padding: .15em .35em; border-radius: .25em }
.button { display: inline-block; padding: .6rem 1.1rem; border-radius: .4rem; background: #0b5cad; color: #fff }
</style></head><body><main>
<h1>Cài chứng chỉ của Trạm Số</h1>
<p>Cài một lần trên mỗi máy để trình duyệt nhận đúng Trạm Số của xã và không còn cảnh báo.</p>
<p><a class="button" href="${FILE}">Tải chứng chỉ</a></p>
<p>Trước khi cài, so dấu vân tay (SHA-256) dưới đây với dấu vân tay hiện trên chính Trạm Số. Khác một ký tự cũng
không cài.</p>
<p><code>${caFingerprint}</code></p>
<h2>Windows</h2>
<ol><li>Mở tệp vừa tải, bấm <b>Install Certificate…</b>, chọn <b>Local Machine</b>.</li>
<li>Chọn <b>Place all certificates in the following store</b>, bấm <b>Browse…</b>, chọn <b>Trusted Root
Certification Authorities</b>, rồi bấm <b>Next</b> và <b>Finish</b>.</li><li>Đóng hẳn trình duyệt rồi mở lại.</li></ol>
<h2>Android</h2>
<ol><li>Mở <b>Cài đặt</b>, tìm <b>Chứng chỉ CA</b> (trong mục Bảo mật → Mã hóa và thông tin xác thực).</li>
<li>Bấm <b>Vẫn cài đặt</b> và chọn tệp vừa tải.</li></ol>
<h2>iPhone, iPad</h2>
<ol><li>Mở trang này bằng Safari, tải chứng chỉ, bấm <b>Cho phép</b>.</li>
<li>Mở <b>Cài đặt → Đã tải về hồ sơ</b>, bấm <b>Cài đặt</b>.</li>
<li>Mở <b>Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận</b>, bật Trạm Số.</li></ol>
<p><a href="${panel}/">Mở Trạm Số</a></p>
<p lang="en">Install this certificate once on every device, after comparing its fingerprint with the one shown on
the station itself. Then <a href="${panel}/">open the station</a>.</p>
</main></body></html>
`;
}
