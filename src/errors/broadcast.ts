import type { ErrorTable } from './table.ts';

/** Of bulletins, playouts and loudspeakers. */
export const BROADCAST_ERRORS = {
  // Broadcast
  'bulletin.wrong_state': [
    409,
    'Bản tin đang ở trạng thái “{state}” nên không làm được việc này.',
    'The bulletin is “{stateEn}”: this can’t be done now.',
  ],
  'bulletin.own': [
    403,
    'Bản tin phải do người khác duyệt. Quản trị có thể cho phép tự duyệt trong Cài đặt → Phát thanh.',
    'Somebody else must approve this bulletin. An administrator may allow self-approval in Settings.',
  ],
  'bulletin.not_approved': [
    409,
    'Bản tin “{title}” chưa được duyệt nên chưa phát được.',
    'The bulletin “{title}” is not approved, so it can’t be played.',
  ],
  'bulletin.in_use': [
    409,
    'Còn {count} lịch đang phát bản tin này. Hãy tắt các lịch đó trước.',
    '{count} schedules still play this bulletin. Switch them off first.',
  ],
  'broadcast.quiet_hours': [
    409,
    'Ngoài giờ được phép phát ({from}–{to}). Chỉ bản tin khẩn cấp phát được lúc này. Quản trị viên đổi giờ này ở Cài đặt → Phát thanh.',
    'Outside the permitted hours ({from}–{to}). Only emergencies may be played now. An administrator changes these hours in Settings → Broadcasting.',
  ],
  'broadcast.no_speaker': [
    409,
    'Địa bàn đã chọn chưa có loa nào dùng được.',
    'There is no usable speaker in the chosen zones.',
  ],
  'playout.over': [
    409,
    'Lượt phát này đã kết thúc hoặc đã đổi trạng thái.',
    'This playout is over or has changed its state.',
  ],
  'emergency.template_only': [
    403,
    'Anh/chị chỉ được phát khẩn cấp từ mẫu đã duyệt sẵn.',
    'You may broadcast emergencies from released templates only.',
  ],
  'emergency.template_draft': [
    409,
    'Mẫu khẩn cấp này chưa được duyệt.',
    'This emergency template has not been released.',
  ],
  'emergency.no_drill_zone': [
    409,
    'Chưa chọn địa bàn diễn tập. Hãy chọn trong Cài đặt → Phát thanh.',
    'No drill zone is set. Choose one in Settings → Broadcasting.',
  ],
  'emergency.on_air': [
    409,
    'Đang phát khẩn cấp thật, không diễn tập lúc này.',
    'A real emergency is on air: no drill now.',
  ],
  // Speakers
  'speaker.profile_unknown': [
    400,
    'Không có loại loa “{profile}”.',
    'There is no speaker profile “{profile}”.',
  ],
  'speaker.topic_taken': [
    409,
    'Topic MQTT này trùng với topic của “{name}”. Hãy đặt topic khác cho loa.',
    'This MQTT topic is also one of “{name}”. Give the speaker another one.',
  ],
  'speaker.paired_only': [
    400,
    'Loa trên trình duyệt được thêm bằng mã ghép: mở trang /loa trên thiết bị đó rồi nhập mã.',
    'A browser speaker is added by a pairing code: open /loa on that device and enter it.',
  ],
  'speaker.no_credentials': [409, 'Loa này không dùng mật khẩu MQTT.', 'This speaker has no MQTT password.'],
  'speaker.offline': [
    409,
    'Loa chưa kết nối với Trạm Số. Hãy kiểm tra nguồn điện và mạng của loa.',
    'The speaker is not connected. Check its power and network.',
  ],
  'speaker.cannot_play': [
    409,
    'Loại loa này không nhận được bản tin từ Trạm Số.',
    'This kind of speaker takes no audio from the station.',
  ],
  'speaker.busy': [
    409,
    'Loa đang phát hoặc sắp phát bản tin. Hãy đợi phát xong rồi thử lại.',
    'The speaker is playing a bulletin or is about to. Wait until it has ended.',
  ],
  'speaker.not_heard': [
    409,
    'Trong 10 phút qua loa chưa nhận tiếng thử nào. Hãy phát tiếng thử và nghe loa kêu rồi mới xác nhận.',
    'The speaker has taken no test tone in the last 10 minutes. Play one and hear it before you confirm.',
  ],
  'speaker.tls_able': [
    409,
    'Loại loa này kết nối mã hóa được, nên không mở kết nối không mã hóa cho nó.',
    'This kind of speaker can connect with encryption, so it is not let in without.',
  ],
  'speaker.no_tone': [
    500,
    'Không tạo được tiếng thử loa. Hãy kiểm tra ffmpeg ở Cài đặt → Trạm Số.',
    'The test tone could not be made. Check ffmpeg in Settings → Station.',
  ],
  'pairing.wrong': [
    400,
    'Mã ghép không đúng hoặc đã hết hạn. Hãy lấy mã mới ở trang Loa của Trạm Số.',
    'The pairing code is wrong or has expired. Get a new one on the station’s Speakers page.',
  ],
  'pairing.locked': [
    429,
    'Nhập sai mã quá nhiều lần nên mọi mã ghép đã bị hủy. Hãy lấy mã mới ở trang Loa của Trạm Số.',
    'Too many wrong codes: all pairing codes were cancelled. Get a new one on the Speakers page.',
  ],
  'audio.link_expired': [
    403,
    'Đường dẫn âm thanh không đúng hoặc đã hết hạn.',
    'This audio link is wrong or has expired.',
  ],
  'camera.no_picture': [
    502,
    'Chưa lấy được hình của camera. {reason}',
    'There is no picture of this camera. {reasonEn}',
  ],
} as const satisfies ErrorTable;
