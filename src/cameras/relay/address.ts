import { invalid } from '../../errors.ts';

/** How pictures can be sent on. */
export type RelayProtocol = 'rtsp' | 'rtmp' | 'srt';

export interface RelayAddress {
  protocol: RelayProtocol;
  /** Without userinfo. */
  url: string;
  /** As people may see it: what stands behind the last `/` of an RTMP address is a stream key. */
  shown: string;
}

const PROTOCOLS: Record<string, RelayProtocol> = {
  'rtsp:': 'rtsp',
  'rtsps:': 'rtsp',
  'rtmp:': 'rtmp',
  'rtmps:': 'rtmp',
  'srt:': 'srt',
};
/** No `mode`: as a listener it would give the picture to whoever comes. No `streamid`: often an account. */
const SRT_OPTIONS = ['latency', 'pkt_size'];

/**
 * An address to which pictures may be sent; throws `input.invalid` for `url`. No account and no passphrase may stand in
 * it: it is shown in the panel, and what a program is told to send to can be read by every user of the machine.
 */
export function relayAddress(text: string): RelayAddress {
  const url = parse(text.trim());
  const protocol = PROTOCOLS[url.protocol];
  if (!protocol) {
    throw invalid(
      'url',
      'phải bắt đầu bằng rtsp://, rtsps://, rtmp://, rtmps:// hoặc srt://',
      'it must begin with rtsp://, rtsps://, rtmp://, rtmps:// or srt://',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(
      'url',
      'không ghi tài khoản trong địa chỉ; hãy điền vào ô tài khoản và mật khẩu',
      'no account inside the address; there are fields for it',
    );
  }
  if (url.hostname === '') throw invalid('url', 'thiếu tên máy nhận', 'the receiving machine is missing');
  if (protocol === 'srt') checkSrt(url);
  return { protocol, url: url.href, shown: protocol === 'rtmp' ? withoutKey(url) : url.href };
}

function withoutKey(url: URL): string {
  const shown = new URL(url);
  shown.pathname = shown.pathname.replace(/[^/]+\/?$/, '***');
  shown.search = '';
  return shown.href;
}

function parse(text: string): URL {
  // One argument of a program, and one line of a request.
  if (/[\s"'\\<>|]/.test(text)) throw notAnAddress();
  try {
    return new URL(text);
  } catch {
    throw notAnAddress();
  }
}

function notAnAddress() {
  return invalid(
    'url',
    'không phải một địa chỉ, ví dụ đúng: rtsp://10.1.2.3:554/xa/cong',
    'it is no address',
  );
}

function checkSrt(url: URL): void {
  if (url.port === '') throw invalid('url', 'địa chỉ srt:// cần có cổng', 'an srt:// address needs a port');
  for (const name of url.searchParams.keys()) {
    if (SRT_OPTIONS.includes(name)) continue;
    throw invalid(
      'url',
      `không dùng được tùy chọn “${name}” của SRT ở đây`,
      `the SRT option “${name}” cannot be used here`,
    );
  }
}
