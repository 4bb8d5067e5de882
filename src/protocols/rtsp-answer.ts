export interface RtspAnswer {
  status: number;
  /** By their name in lower case. */
  headers: ReadonlyMap<string, readonly string[]>;
}

/** No camera sends more before the first empty line, and its description is as short. */
const MAX_BYTES = 65_536;
const MAX_HEADERS = 64;
const STATUS_LINE = /^RTSP\/\d\.\d (\d{3})(?: |$)/;

/**
 * Reads one RTSP answer off the bytes that have come so far. `more`: it is not whole yet · `broken`: it never will be,
 * or is too long. The body is only waited for, so that the next answer begins where it should. RFC 2326 7.
 */
export function readRtspAnswer(bytes: Buffer): RtspAnswer | 'more' | 'broken' {
  const begin = bytes.subarray(0, 5).toString('latin1');
  if (!'RTSP/'.startsWith(begin)) return 'broken';
  const head = bytes.subarray(0, MAX_BYTES + 4).toString('latin1');
  // Some end their lines without CR.
  const blank = /\r?\n\r?\n/.exec(head);
  if (!blank) return bytes.length > MAX_BYTES ? 'broken' : 'more';
  const end = blank.index;
  const [first = '', ...lines] = head.slice(0, end).split(/\r?\n/);
  const status = STATUS_LINE.exec(first)?.[1];
  if (status === undefined || lines.length > MAX_HEADERS || end > MAX_BYTES) return 'broken';
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  const length = Number(headers.get('content-length')?.[0] ?? 0);
  if (!(length >= 0 && length <= MAX_BYTES)) return 'broken';
  return bytes.length - end - blank[0].length < length ? 'more' : { status: Number(status), headers };
}
