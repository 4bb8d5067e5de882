import { isIPv4, isIPv6 } from 'node:net';
import { hostName } from '../../config/host-name.ts';
import { invalid } from '../../errors.ts';
import { hostIn } from '../../protocols/url-host.ts';

const SERVICE = '/onvif/device_service';

/**
 * The device service at what an officer types: `192.168.1.64`, `cam-1.local:8080`, or a whole address. `hasPort`
 * where it was given one. Throws `input.invalid` naming `host`.
 */
export function readOnvifUrl(text: string): { url: string; host: string; hasPort: boolean } {
  const typed = text.trim();
  const whole = /^[a-z][a-z+.-]*:\/\//i.test(typed)
    ? typed
    : `http://${isIPv6(typed) ? `[${typed}]` : typed}`;
  const parsed = URL.parse(whole);
  const host = parsed ? hostIn(parsed) : '';
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !(isIPv4(host) || isIPv6(host) || hostName(host))) {
    throw invalid(
      'host',
      'phải là địa chỉ IP hoặc tên của camera',
      'it must be the address or name of a camera',
    );
  }
  if (parsed.username || parsed.password) {
    throw invalid(
      'host',
      'hãy nhập tên đăng nhập và mật khẩu ở ô riêng',
      'enter user name and password in fields of their own',
    );
  }
  const path = parsed.pathname === '/' ? SERVICE : parsed.pathname;
  return { url: `${parsed.protocol}//${parsed.host}${path}`, host, hasPort: parsed.port !== '' };
}
