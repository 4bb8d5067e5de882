/** Something for a person, in both languages. */
export interface Said {
  readonly vi: string;
  readonly en: string;
}

/** Why a speaker did not do what it was told: the codes of our protocol, of /loa and of the station itself. */
const DEVICE_REASONS: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  // The station itself.
  offline: ['loa mất kết nối', 'the speaker is offline'],
  broker_down: ['Trạm Số mất liên lạc với máy chủ MQTT', 'the station could not reach its MQTT broker'],
  unsupported: ['loại loa này không làm được việc đó', 'this kind of speaker cannot do that'],
  not_for_this: [
    'loại loa này chỉ dùng cho mức ưu tiên khác',
    'this kind of speaker is for other priorities only',
  ],
  url_too_long: [
    'địa chỉ tệp âm thanh dài quá mức loa nhận được',
    'the address of the audio is too long for it',
  ],
  cut_short: ['âm thanh bị ngắt giữa chừng', 'the audio broke off'],
  error: ['loa báo lỗi mà không nói rõ', 'the speaker reported a fault without saying which'],
  // Our protocol.
  busy: ['loa đang bận phát nội dung khác', 'the speaker was busy with something else'],
  expired: ['lệnh tới loa khi đã quá giờ', 'the command reached it too late'],
  preempted: ['bản tin ưu tiên cao hơn chiếm loa', 'a more urgent bulletin took the speaker'],
  wrong_length: ['tệp âm thanh tải về không đủ độ dài', 'the audio that it fetched has the wrong length'],
  wrong_checksum: ['tệp âm thanh tải về bị sai nội dung', 'the audio that it fetched is not what was sent'],
  fetch_failed: ['loa không tải được tệp âm thanh', 'it could not fetch the audio'],
  fetch_timeout: ['loa tải tệp âm thanh quá lâu', 'fetching the audio took too long'],
  // /loa.
  sound_locked: [
    'trình duyệt chưa cho phát tiếng; hãy chạm vào màn hình của máy làm loa',
    'its browser does not allow sound yet; tap the screen of that device',
  ],
  sound_stuck: [
    'âm thanh trên máy làm loa bị treo; hãy tải lại trang /loa',
    'the sound of that device is stuck; reload the page /loa',
  ],
  not_audio: ['máy làm loa không đọc được tệp âm thanh', 'that device cannot read the audio'],
  'Failed to fetch': ['loa không tải được tệp âm thanh', 'it could not fetch the audio'],
};

/** Why the station has no connection to its broker. */
const BROKER_REASONS: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  unreachable: ['máy chủ không trả lời', 'the broker does not answer'],
  no_address: ['chưa nhập địa chỉ máy chủ', 'no address is set'],
  bad_credentials: ['sai tên đăng nhập hoặc mật khẩu', 'wrong user name or password'],
  not_authorized: ['máy chủ không cho Trạm Số đăng nhập', 'the broker does not let the station in'],
  ECONNREFUSED: ['máy chủ từ chối kết nối', 'the broker refuses connections'],
  ECONNRESET: ['máy chủ ngắt kết nối', 'the broker cut the connection'],
  ENOTFOUND: ['không tìm thấy tên máy chủ trong mạng', 'its name is not known in the network'],
  EAI_AGAIN: ['không tra được tên máy chủ', 'its name cannot be looked up'],
  EHOSTUNREACH: ['không có đường mạng tới máy chủ', 'there is no route to it'],
  ENETUNREACH: ['không có đường mạng tới máy chủ', 'there is no route to it'],
  ETIMEDOUT: ['máy chủ không trả lời', 'the broker does not answer'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'chứng chỉ của máy chủ chưa được công nhận',
    'its certificate is not trusted',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: ['chứng chỉ của máy chủ chưa được công nhận', 'its certificate is not trusted'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'chứng chỉ của máy chủ chưa được công nhận',
    'its certificate is not trusted',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'chứng chỉ của máy chủ chưa được công nhận',
    'its certificate is not trusted',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'chứng chỉ của máy chủ mang tên khác',
    'its certificate is for another name',
  ],
  CERT_HAS_EXPIRED: ['chứng chỉ của máy chủ đã hết hạn', 'its certificate has expired'],
  'port.busy': ['cổng MQTT đang có chương trình khác dùng', 'another program uses the MQTT port'],
  'port.denied': ['không có quyền mở cổng MQTT', 'there is no right to open the MQTT port'],
};

/** A reason that a speaker or the station gave, as it stands in a report. */
export function sayDeviceReason(code: string): Said {
  const status = /^fetch_(\d{3})$/.exec(code)?.[1];
  if (status) {
    return {
      vi: `loa không tải được tệp âm thanh (mã ${status})`,
      en: `it could not fetch the audio (status ${status})`,
    };
  }
  return say(DEVICE_REASONS, code);
}

/** A reason of `SpeakersHealth`. */
export function sayBrokerReason(code: string): Said {
  return say(BROKER_REASONS, code);
}

function say(table: Readonly<Record<string, readonly [string, string]>>, code: string): Said {
  const found = Object.hasOwn(table, code) ? table[code] : undefined;
  return found ? { vi: found[0], en: found[1] } : { vi: `mã lỗi ${code}`, en: `error code ${code}` };
}
