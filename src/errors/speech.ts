import type { ErrorTable } from './table.ts';

/** Of texts, voices and sounds. */
export const SPEECH_ERRORS = {
  // Speech
  'speech.engine_missing': [
    503,
    'Trạm Số chưa có chương trình đọc “{program}”. Hãy cài gói espeak-ng.',
    'The speech program “{program}” is missing. Install the package espeak-ng.',
  ],
  'speech.ffmpeg_missing': [
    503,
    'Trạm Số chưa có chương trình ffmpeg. Hãy cài gói ffmpeg.',
    'The program ffmpeg is missing. Install the package ffmpeg.',
  ],
  'speech.failed': [
    500,
    'Chưa tạo được âm thanh: chương trình {program} dừng giữa chừng. Hãy thử lại.',
    'The audio could not be made: {program} stopped in the middle. Try again.',
  ],
  'speech.refused': [
    502,
    'Dịch vụ giọng đọc {program} từ chối: {reason}. Hãy xem lại khóa và hạn mức trong Cài đặt → Giọng đọc.',
    'The voice service {program} refused: {reasonEn}. Look at its key and quota in Settings → Voice.',
  ],
  'speech.service_failed': [
    502,
    'Dịch vụ giọng đọc {program} chưa đọc được: {reason}. Trạm Số dùng giọng thay thế; hãy thử lại sau.',
    'The voice service {program} could not speak: {reasonEn}. Another voice stands in; try again later.',
  ],
  'speech.voice_broken': [
    500,
    'Giọng “{voice}” bị hỏng hoặc thiếu tệp. Hãy cài lại: scripts/tramso voice remove {id}, rồi voice install.',
    'The voice “{voice}” is damaged or lacks files. Install it again: scripts/tramso voice remove {id}, then voice install.',
  ],
  'speech.timeout': [
    500,
    'Chưa tạo được âm thanh: chương trình {program} chạy quá lâu. Hãy thử lại.',
    'The audio could not be made: {program} took too long. Try again.',
  ],
  'speech.no_audio': [
    500,
    'Chương trình {program} không trả về âm thanh. Hãy thử lại hoặc đổi giọng đọc.',
    '{program} gave no audio. Try again or choose another voice.',
  ],
  'speech.silent': [
    500,
    'Âm thanh tạo ra không có tiếng nên không được phát. Hãy thử lại hoặc đổi giọng đọc.',
    'The audio is silent and was refused. Try again or choose another voice.',
  ],
  'speech.cut_off': [
    500,
    'Âm thanh tạo ra không đủ nội dung nên không được phát. Hãy thử lại hoặc đổi giọng đọc.',
    'The audio has the wrong length and was refused. Try again or choose another voice.',
  ],
  'speech.distorted': [
    500,
    'Âm thanh tạo ra bị vỡ tiếng hoặc sai âm lượng nên không được phát. Hãy thử lại hoặc đổi giọng đọc.',
    'The audio is clipped or has the wrong loudness and was refused. Try again or choose another voice.',
  ],
  'recording.no_sound': [
    400,
    'Tệp này không phải tệp âm thanh mà Trạm Số đọc được. Hãy dùng tệp MP3, M4A, WAV hoặc OGG.',
    'This file holds no sound that the station can read. Use MP3, M4A, WAV or OGG.',
  ],
  'recording.silent': [
    400,
    'Bản ghi không có tiếng. Hãy nghe lại tệp rồi ghi lại.',
    'The recording is silent. Listen to the file and record it again.',
  ],
  'recording.too_long': [
    400,
    'Bản ghi dài quá {minutes} phút. Hãy cắt thành nhiều phần.',
    'The recording is longer than {minutes} minutes. Cut it into parts.',
  ],
  'recording.gone': [
    409,
    'Không còn bản ghi âm đi kèm ({about}). Hãy tải lên lại.',
    'A recording that belongs to it is gone ({about}). Upload it again.',
  ],
  'document.unreadable': [
    400,
    'Trạm Số chỉ đọc được tệp TXT, DOCX và PDF có chữ. Với tệp khác, hãy mở ra rồi chép chữ sang.',
    'The station reads TXT, DOCX and PDF files with text in them. Open other files and copy their text.',
  ],
  'document.no_text': [
    400,
    'Tệp PDF này chỉ có hình, không có chữ, có lẽ là bản quét. Hãy dùng tệp gốc hoặc gõ lại nội dung.',
    'This PDF has pictures and no text; it is probably a scan. Use the original file, or type the text.',
  ],
  'document.protected': [
    400,
    'Tệp PDF này có mật khẩu hoặc không cho chép chữ. Hãy bỏ bảo vệ rồi chọn lại, hoặc gõ lại nội dung.',
    'This PDF has a password or does not let its text be copied. Unlock it first, or type the text.',
  ],
  'document.broken': [
    400,
    'Tệp PDF này bị hỏng, Trạm Số không mở được. Hãy lưu lại tệp rồi chọn lần nữa.',
    'This PDF is damaged and can’t be opened. Save it again and choose it once more.',
  ],
  'document.too_heavy': [
    400,
    'Tệp PDF này quá nặng, Trạm Số không đọc nổi. Hãy mở ra rồi chép riêng phần cần đọc.',
    'This PDF is too heavy for the station. Open it and copy the part that is to be read.',
  ],
  'document.pdf_missing': [
    503,
    'Trạm Số chưa có chương trình đọc PDF. Hãy chép chữ sang, hoặc nhờ cài gói poppler-utils.',
    'The station has no program to read PDF files. Copy the text, or have poppler-utils installed.',
  ],
  'document.too_long': [
    400,
    'Văn bản trong tệp dài quá {most} ký tự. Hãy chép riêng phần cần đọc.',
    'The text in the file is longer than {most} characters. Copy the part that is to be read.',
  ],
  'chime.too_long': [400, 'Nhạc hiệu dài quá {seconds} giây.', 'The chime is longer than {seconds} seconds.'],
  'chime.too_many': [
    409,
    'Đã có {most} nhạc hiệu riêng. Hãy bỏ bớt rồi thêm.',
    'There are {most} chimes already. Remove one first.',
  ],
  'chime.in_use': [
    409,
    'Chưa bỏ được nhạc hiệu “{name}” vì còn {what} dùng nó. Hãy chọn nhạc hiệu khác cho những nơi đó trước.',
    'The chime “{name}” can’t be removed: {whatEn} still play it. Choose another chime there first.',
  ],
  'speech.empty': [400, 'Bản tin không có nội dung để đọc.', 'There is nothing to say in this text.'],
  'speech.too_long': [
    400,
    'Bản tin dài {count} ký tự, tối đa là {most}. Hãy chia thành nhiều bản tin.',
    'The text has {count} characters, at most {most} are allowed. Split it into several.',
  ],
  'speech.voice_unknown': [
    400,
    'Không có giọng đọc “{voice}”. Hãy chọn giọng khác.',
    'There is no voice “{voice}”. Choose another.',
  ],
  'speech.chime_unknown': [
    400,
    'Không có nhạc hiệu “{chime}”. Hãy chọn nhạc hiệu khác.',
    'There is no chime “{chime}”. Choose another.',
  ],
  // Installing a voice
  'voice.incomplete': [
    400,
    'Thư mục giọng thiếu {missing}. Hãy dùng bản Piper đóng gói cho sherpa-onnx (có *.onnx, tokens.txt và espeak-ng-data).',
    'The voice lacks {missing}. Use a Piper voice packed for sherpa-onnx (*.onnx, tokens.txt and espeak-ng-data).',
  ],
  'voice.source_missing': [
    404,
    'Không có tệp hoặc thư mục “{source}”, hoặc không có quyền đọc.',
    'There is no “{source}”, or it may not be read.',
  ],
  'voice.archive_bad': [
    400,
    'Gói giọng không giải nén được ({reason}). Chưa cài gì.',
    'The archive cannot be unpacked ({reason}). Nothing was installed.',
  ],
  'voice.checksum': [
    400,
    'Mã SHA-256 không khớp (của gói là {found}). Chưa cài gì.',
    'The SHA-256 does not match (that of the archive is {found}). Nothing was installed.',
  ],
  'voice.download': [502, 'Không tải được từ {url} ({reason}).', 'Cannot download from {url} ({reason}).'],
  'voice.exists': [
    409,
    'Đã có giọng {id}. Gỡ trước: scripts/tramso voice remove {id}, hoặc đặt tên khác bằng --id.',
    'The voice {id} is installed already. Remove it first: scripts/tramso voice remove {id}, or choose another --id.',
  ],
  'voice.not_installed': [
    404,
    'Chưa cài giọng {id}. Xem danh sách: scripts/tramso voice list',
    'The voice {id} is not installed. See them all: scripts/tramso voice list',
  ],
  'voice.unconfirmed': [
    409,
    'Chưa có ai đồng ý với giấy phép. Nếu đã đọc và đồng ý, hãy thêm --yes.',
    'Nobody has agreed with the licence. If you have read it and agree, add --yes.',
  ],
  'voice.unusable': [
    400,
    'Giọng này không đọc được trên Trạm Số ({reason}). Chưa cài gì.',
    'This voice cannot speak on this machine ({reason}). Nothing was installed.',
  ],
} as const satisfies ErrorTable;
