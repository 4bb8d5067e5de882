/**
 * The one table of what can go wrong for a person: a stable code, the HTTP status, and what to tell the
 * officer in Vietnamese and English. `{name}` in a message is filled from the error's details.
 */
const TABLE = {
  // General
  'input.invalid': [400, 'Ô “{field}” chưa đúng: {reason}', 'Field “{field}” is not valid: {reasonEn}'],
  'input.too_large': [413, 'Dữ liệu gửi lên quá lớn.', 'The request is too large.'],
  'route.not_found': [404, 'Không có trang hoặc chức năng này.', 'There is nothing at this address.'],
  internal: [
    500,
    'Trạm Số gặp lỗi khi xử lý. Hãy thử lại; nếu vẫn lỗi, mở Cài đặt → Trạm Số.',
    'The station failed to handle this. Try again; if it persists open Settings → Station.',
  ],
  'item.not_found': [
    404,
    'Mục này không còn nữa. Hãy tải lại trang.',
    'This item no longer exists. Reload the page.',
  ],
  'item.conflict': [
    409,
    'Người khác vừa sửa mục này. Hãy tải lại trang rồi làm lại.',
    'Somebody else has just changed this. Reload and try again.',
  ],
  'disk.full': [
    507,
    'Ổ đĩa của Trạm Số đã đầy, chưa lưu được gì. Hãy xóa bớt dữ liệu hoặc thay ổ đĩa.',
    'The station’s disk is full; nothing was saved. Free some space.',
  ],
  // web
  'auth.required': [401, 'Hãy đăng nhập để tiếp tục.', 'Sign in to continue.'],
  'auth.forbidden': [
    403,
    'Tài khoản của anh/chị không có quyền làm việc này.',
    'Your account may not do this.',
  ],
  'input.malformed': [400, 'Dữ liệu gửi lên không đọc được.', 'The request cannot be read.'],
  'input.unsupported': [
    415,
    'Kiểu dữ liệu gửi lên không được hỗ trợ.',
    'This kind of content is not supported.',
  ],
  'rate.limited': [
    429,
    'Thao tác quá nhanh. Hãy thử lại sau {seconds} giây.',
    'Too many requests. Try again in {seconds} seconds.',
  ],
  'host.unknown': [
    421,
    'Trạm Số không mang tên “{host}”. Hãy mở trang bằng địa chỉ IP hoặc tên của Trạm Số.',
    'This station is not called “{host}”. Open it by its IP address or its own name.',
  ],
  'station.busy': [
    503,
    'Trạm Số đang có quá nhiều kết nối. Hãy thử lại sau.',
    'The station has too many connections. Try again later.',
  ],
  // Cameras: relay
  'camera.relay_running': [
    409,
    'Camera “{name}” đang được chuyển tiếp đến nơi nhận này rồi.',
    'Camera “{name}” is already being relayed to this receiver.',
  ],
  'camera.relay_full': [
    409,
    'Đang chuyển tiếp {most} camera cùng lúc, không thể thêm. Hãy dừng bớt một camera.',
    '{most} cameras are being relayed already; stop one first.',
  ],
  'camera.relay_in_use': [
    409,
    'Đang chuyển tiếp đến “{name}”. Hãy dừng chuyển tiếp trước khi xóa nơi nhận này.',
    'Cameras are being relayed to “{name}”. Stop them before you remove it.',
  ],
  // System
  'station.running': [
    409,
    'Trạm Số đang chạy trên thư mục dữ liệu {data} (tiến trình {pid}). Hãy dừng nó trước, hoặc chọn thư mục khác bằng --data.',
    'The station is already running on {data} (process {pid}). Stop it first, or choose another folder with --data.',
  ],
  'user.missing': [
    404,
    'Không có tài khoản “{username}”. Xem danh sách: scripts/tramso user list',
    'There is no account “{username}”. See them all: scripts/tramso user list',
  ],
  'data.missing': [
    404,
    'Không có dữ liệu của Trạm Số trong {data}. Hãy chỉ đúng thư mục bằng --data.',
    'There is no data of a station in {data}. Name the right folder with --data.',
  ],
  'data.unwritable': [
    500,
    'Không ghi được vào thư mục dữ liệu {data} ({reason}). Hãy sửa quyền của thư mục, hoặc chọn thư mục khác bằng --data.',
    'Cannot write to the data folder {data} ({reason}). Mend its permissions, or choose another with --data.',
  ],
  'port.busy': [
    500,
    'Cổng {port} đang có chương trình khác dùng. Hãy dừng chương trình đó, hoặc chọn cổng khác bằng --port.',
    'Port {port} is in use by another program. Stop that program, or choose another port with --port.',
  ],
  'port.denied': [
    500,
    'Không có quyền mở cổng {port}. Hãy chọn cổng từ 1024 trở lên bằng --port.',
    'No right to open port {port}. Choose a port from 1024 up with --port.',
  ],
  'address.missing': [
    500,
    'Máy này không có địa chỉ {address}. Hãy sửa mục listen.addresses trong tramso.toml.',
    'This machine has no address {address}. Mend listen.addresses in tramso.toml.',
  ],
  'database.lost': [
    500,
    'Cơ sở dữ liệu trong {data} đã mất hoặc trống, dù thư mục này từng có dữ liệu của Trạm Số. Hãy khôi phục từ bản sao lưu: scripts/tramso restore TỆP --data {data}. Muốn bắt đầu lại từ đầu, hãy chọn thư mục khác bằng --data.',
    'The database in {data} is gone or empty, though a station has lived there. Restore a backup: scripts/tramso restore FILE --data {data}. To begin anew, choose another folder with --data.',
  ],
  'database.newer': [
    500,
    'Cơ sở dữ liệu do phiên bản mới hơn tạo ra ({name}). Hãy cài phiên bản đó, hoặc khôi phục từ bản sao lưu.',
    'The database is from a newer version ({name}). Install that version, or restore a backup.',
  ],
  'database.migration_changed': [
    500,
    'Tệp nâng cấp cơ sở dữ liệu {name} đã bị sửa sau khi chạy. Hãy cài lại chương trình đúng phiên bản.',
    'The migration {name} was changed after it had run. Install this version of the program again.',
  ],
  'key.missing': [
    500,
    'Không có khóa chính đã dùng cho dữ liệu trong {data}. Nếu khóa do systemd giữ, hãy chạy lệnh qua systemd-run như trong src/system/README.md; nếu không, hãy chép lại tệp secret.key hoặc khôi phục từ bản sao lưu.',
    'The master key of the data in {data} is not there. Where systemd keeps it, run the command through systemd-run as src/system/README.md says; else put secret.key back, or restore a backup.',
  ],
  'key.other': [
    500,
    'Khóa chính ở đây không phải khóa đã dùng cho dữ liệu trong {data}. Nếu khóa do systemd giữ, hãy chạy lệnh qua systemd-run như trong src/system/README.md; nếu không, hãy chép lại đúng tệp secret.key hoặc khôi phục từ bản sao lưu.',
    'The master key here is not that of the data in {data}. Where systemd keeps it, run the command through systemd-run as src/system/README.md says; else put the right secret.key back, or restore a backup.',
  ],
  'key.damaged': [
    500,
    'Tệp khóa chính {path} bị hỏng. Hãy chép lại tệp này hoặc khôi phục từ bản sao lưu.',
    'The master key {path} is damaged. Put the file back, or restore a backup.',
  ],
  'database.damaged': [
    500,
    'Cơ sở dữ liệu trong {data} bị hỏng. Hãy khôi phục từ bản sao lưu: scripts/tramso restore FILE --data {data}',
    'The database in {data} is damaged. Restore a backup: scripts/tramso restore FILE --data {data}',
  ],
  'recovery.code_invalid': [
    400,
    'Mã khôi phục chưa đúng: {reason}',
    'The recovery code is not valid: {reasonEn}',
  ],
  'recovery.code_other': [
    400,
    'Mã khôi phục này không mở được bản sao lưu. Hãy dùng mã đã ghi lại trước khi tạo bản sao lưu đó.',
    'This recovery code does not open the backup. Use the one written down before that backup was made.',
  ],
  'recovery.file_unreadable': [
    400,
    'Không đọc được tệp mã khôi phục {file} ({reason}). Người dùng chạy Trạm Số phải đọc được tệp này; hoặc đưa mã qua biến TRAMSO_RECOVERY_CODE.',
    'Cannot read the recovery code from {file} ({reason}). The station’s user must be able to; or give the code in TRAMSO_RECOVERY_CODE.',
  ],
  'recovery.not_given': [
    400,
    'Chưa có mã khôi phục và không có màn hình để hỏi. Hãy đưa mã bằng --code-file hoặc biến TRAMSO_RECOVERY_CODE.',
    'There is no recovery code, and no terminal to ask at. Give it by --code-file or TRAMSO_RECOVERY_CODE.',
  ],
  'clock.impossible': [
    409,
    'Đồng hồ của máy đang chỉ {shown}, trước cả khi có phiên bản này. Hãy chỉnh giờ (timedatectl set-time) rồi làm lại.',
    'The clock says {shown}, before this version was made. Set the time (timedatectl set-time) and try again.',
  ],
  'recovery.none': [
    409,
    'Trạm Số chưa có mã khôi phục nên chưa sao lưu được. Hãy tạo mã ở Cài đặt → Trạm Số, hoặc chạy: scripts/tramso recovery-code --new',
    'The station has no recovery code yet, so it cannot back up. Make one in Settings → Station, or run: scripts/tramso recovery-code --new',
  ],
  'backup.running': [
    409,
    'Trạm Số đang sao lưu. Hãy chờ lần này xong.',
    'A backup is under way. Wait until it is done.',
  ],
  'backup.place': [
    409,
    'Không ghi được bản sao lưu vào {folder}: {why} ({reason}). Hãy kiểm tra ổ USB hoặc thư mục mạng.',
    'Cannot write the backup to {folder}: {whyEn} ({reason}). Check the USB disk or the network folder.',
  ],
  'backup.full': [
    507,
    'Ổ đĩa sao lưu {folder} đã đầy. Hãy xóa bớt dữ liệu trên ổ đó hoặc dùng ổ lớn hơn.',
    'The backup disk {folder} is full. Free some space on it, or use a larger one.',
  ],
  'backup.same_disk': [
    409,
    'Thư mục {folder} nằm cùng ổ đĩa với dữ liệu. Hãy cắm ổ đĩa sao lưu rồi thử lại.',
    'The folder {folder} is on the same disk as the data. Plug in the backup disk and try again.',
  ],
  'backup.unreadable': [
    400,
    'Không đọc được tệp sao lưu {file} ({reason}).',
    'Cannot read the backup {file} ({reason}).',
  ],
  'backup.denied': [
    400,
    'Người dùng chạy Trạm Số không có quyền đọc {file}. Với quyền root, hãy chạy: scripts/tramso restore - --data {data} < {file}',
    'The station’s user may not read {file}. As root, run: scripts/tramso restore - --data {data} < {file}',
  ],
  'backup.damaged': [
    400,
    'Bản sao lưu bị hỏng hoặc chưa trọn vẹn ({reason}). Dữ liệu hiện có vẫn giữ nguyên. Hãy dùng bản khác.',
    'The backup is damaged or incomplete ({reason}). The present data is untouched. Use another one.',
  ],
  'backup.newer': [
    409,
    'Bản sao lưu do phiên bản mới hơn tạo ra. Hãy cài phiên bản đó rồi khôi phục.',
    'The backup was made by a newer version. Install that version, then restore.',
  ],
  // identity
  'auth.wrong': [401, 'Tên đăng nhập hoặc mật khẩu chưa đúng.', 'The user name or password is wrong.'],
  'auth.locked': [
    429,
    'Đã nhập sai nhiều lần nên tạm khóa để bảo vệ tài khoản. Hãy thử lại sau {minutes} phút.',
    'Locked after too many wrong attempts. Try again in {minutes} minutes.',
  ],
  'auth.csrf': [
    403,
    'Trang đã mở quá lâu hoặc yêu cầu không đến từ trang này. Hãy tải lại trang rồi làm lại.',
    'The page is out of date or the request is not its own. Reload the page and try again.',
  ],
  'auth.password_change': [
    403,
    'Anh/chị đang dùng mật khẩu một lần. Hãy đổi mật khẩu trước khi làm việc khác.',
    'You signed in with a one-time password. Change it first.',
  ],
  'auth.password_expired': [
    401,
    'Mật khẩu một lần đã hết hạn. Hãy nhờ quản trị cấp lại.',
    'The one-time password has expired. Ask an administrator for a new one.',
  ],
  'auth.password_wrong': [403, 'Mật khẩu hiện tại chưa đúng.', 'The present password is wrong.'],
  'auth.pin_wrong': [403, 'Mã PIN chưa đúng.', 'The PIN is wrong.'],
  'auth.pin_unset': [
    409,
    'Anh/chị chưa đặt mã PIN. Hãy đặt ở mục Tài khoản rồi làm lại.',
    'You have no PIN yet. Set one under Account and try again.',
  ],
  'setup.code_wrong': [
    403,
    'Mã khởi tạo chưa đúng hoặc đã hết hạn. Hãy xem lại mã, hoặc khởi động lại Trạm Số để có mã mới.',
    'The set-up code is wrong or has expired. Check it, or restart the station for a new one.',
  ],
  'setup.done': [
    409,
    'Trạm Số đã có tài khoản quản trị. Hãy đăng nhập.',
    'The station already has an administrator. Sign in.',
  ],
  'user.exists': [
    409,
    'Tên đăng nhập “{username}” đã có người dùng. Hãy chọn tên khác.',
    'The user name “{username}” is taken. Choose another.',
  ],
  'user.last_admin': [
    409,
    'Đây là quản trị duy nhất. Hãy giao quyền quản trị cho người khác trước.',
    'This is the only administrator. Make somebody else one first.',
  ],
  'user.own_lock': [
    403,
    'Không tự mở khóa cho mình được. Hãy nhờ quản trị khác, hoặc đặt lại mã PIN ở mục Tài khoản.',
    'You can’t lift your own lock. Ask another administrator, or set a new PIN under Account.',
  ],
  // Commune
  'zone.root_fixed': [
    409,
    'Đây là toàn xã: không di chuyển hay xóa được. Tên xã sửa ở phần thông tin xã.',
    'This is the whole commune: it can’t be moved or deleted. Its name is part of the commune’s profile.',
  ],
  'zone.name_taken': [
    409,
    'Ở đây đã có “{name}”. Hãy đặt tên khác.',
    '“{name}” exists here already. Choose another name.',
  ],
  'zone.too_deep': [
    409,
    'Địa bàn chỉ có ba cấp: xã, thôn (tổ dân phố), cụm.',
    'Zones have three levels only: commune, village, part of a village.',
  ],
  'zone.cycle': [
    409,
    'Không đặt được một địa bàn vào bên trong chính nó.',
    'A zone can’t be put inside itself.',
  ],
  'zone.in_use': [
    409,
    'Chưa xóa được “{name}” vì còn {what}. Hãy chuyển đi hoặc xóa trước.',
    '“{name}” can’t be deleted: it still has {whatEn}. Move or delete those first.',
  ],
  // Devices
  'device.name_taken': [
    409,
    'Đã có thiết bị cùng loại tên “{name}”. Hãy đặt tên khác.',
    'A device of this kind is already called “{name}”. Choose another name.',
  ],
  'device.mac_taken': [
    409,
    'Địa chỉ MAC {mac} đang thuộc thiết bị “{name}”.',
    'The MAC address {mac} belongs to “{name}”.',
  ],
  // Alerts
  'alert.over': [409, 'Cảnh báo này đã hết, không cần xử lý nữa.', 'This alert is over.'],
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
    'Ngoài giờ được phép phát ({from}–{to}). Chỉ bản tin khẩn cấp phát được lúc này.',
    'Outside the permitted hours ({from}–{to}). Only emergencies may be played now.',
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
  // Cameras
  'camera.known': [
    409,
    'Camera này đã có trong danh sách: “{name}”.',
    'This camera is already there: “{name}”.',
  ],
  'camera.unreachable': [
    502,
    'Camera không trả lời. Kiểm tra nguồn điện, dây mạng và địa chỉ của camera.',
    'The camera does not answer. Check its power, its cable and its address.',
  ],
  'camera.refused': [
    502,
    'Camera không nhận tên đăng nhập hoặc mật khẩu này. Trạm Số chỉ thử một lần, để camera không bị khóa.',
    'The camera refuses this user name or password. The station has tried just once, so that it does not lock.',
  ],
  'camera.locked': [
    502,
    'Camera đang tạm khóa đăng nhập vì có nhiều lần sai. Chờ ít nhất 30 phút rồi thử lại đúng một lần.',
    'The camera has locked sign-in after wrong tries. Wait at least 30 minutes and try just once.',
  ],
  'camera.not_onvif': [
    502,
    'Thiết bị ở địa chỉ này không trả lời theo chuẩn ONVIF. Hãy bật ONVIF trong camera, hoặc thêm bằng địa chỉ RTSP.',
    'What answers there speaks no ONVIF. Switch ONVIF on in the camera, or add it by its RTSP address.',
  ],
  'camera.fault': [
    502,
    'Camera không làm được việc này (mã của camera: {fault}).',
    'The camera cannot do this (it says: {fault}).',
  ],
  'camera.senseless': [
    502,
    'Camera trả lời không đúng chuẩn nên Trạm Số không đọc được. Hãy nâng cấp phần mềm của camera.',
    'The camera’s answer cannot be read. Update its firmware.',
  ],
  'camera.no_stream': [
    502,
    'Camera không cho biết luồng hình nào. Kiểm tra quyền của tài khoản, hoặc thêm bằng địa chỉ RTSP.',
    'The camera tells of no stream. Check the rights of its account, or add it by its RTSP address.',
  ],
  'camera.rtsp_only': [
    409,
    'Camera này chỉ có địa chỉ RTSP, không có ONVIF, nên không làm được việc này từ Trạm Số.',
    'This camera is known by its RTSP address only, without ONVIF: the station cannot do this.',
  ],
  'camera.by_onvif': [
    409,
    'Địa chỉ luồng hình do camera tự báo qua ONVIF. Hãy bấm “Đọc lại” thay vì nhập tay.',
    'The camera tells its streams by ONVIF. Read it again instead of typing them.',
  ],
  'camera.tried_enough': [
    429,
    'Camera này vừa từ chối nhiều lần. Để camera không tự khóa, hãy chờ {minutes} phút rồi thử lại với mật khẩu chắc chắn đúng.',
    'This camera has just refused several times. So that it does not lock, wait {minutes} minutes and try a password that is certain.',
  ],
  'camera.own_clock': [
    409,
    'Đồng hồ của Trạm Số chưa đáng tin nên không chỉnh giờ camera theo nó. Hãy chỉnh giờ Trạm Số trước.',
    'The station’s own clock cannot be trusted: set it first.',
  ],
  'camera.other_unit': [
    409,
    'Thiết bị ở địa chỉ này không phải camera đã lưu (số máy khác). Nếu đã thay camera, hãy xóa rồi thêm lại.',
    'The device at this address is not the one that was added (another serial number). If it was replaced, remove it and add it anew.',
  ],
  'camera.nothing_recorded': [
    409,
    'Không có hình ghi nào trong khoảng thời gian này.',
    'Nothing was recorded in this time.',
  ],
  'camera.export_room': [
    507,
    'Ổ đĩa ghi hình không đủ chỗ để xuất (cần {neededGb} GB, còn {freeGb} GB). Hãy xuất khoảng ngắn hơn, hoặc xóa các tệp đã xuất không còn cần.',
    'The recordings’ disk has too little room to export ({neededGb} GB needed, {freeGb} GB free). Export a shorter range, or delete exported files that are no longer needed.',
  ],
  'camera.export_failed': [
    500,
    'Không ghép được tệp xuất. Hãy thử lại; nếu vẫn lỗi, xuất khoảng ngắn hơn.',
    'The file could not be put together. Try again; if it still fails, export a shorter range.',
  ],
  'camera.export_waiting': [
    409,
    'Tệp này chưa xuất xong. Hãy chờ thêm.',
    'This export is not done yet. Wait a little.',
  ],
  'camera.export_many': [
    409,
    'Đang có nhiều yêu cầu xuất chờ làm. Hãy chờ bớt rồi thử lại.',
    'Many exports are waiting. Try again when some are done.',
  ],
  'camera.recordings_away': [
    503,
    'Không đọc được thư mục ghi hình. Hãy kiểm tra ổ đĩa ghi hình của Trạm Số.',
    'The folder of the recordings cannot be read. Check the recordings’ disk of the station.',
  ],
  'camera.folder_changed': [
    409,
    'Thư mục ghi hình vừa được đổi trong cài đặt. Hãy xem lại rồi làm lại.',
    'The folder of the recordings has just been changed in the settings. Look again, then try again.',
  ],
  'camera.folder_absent': [
    409,
    'Không thấy thư mục ghi hình. Hãy kiểm tra ổ đĩa đã được cắm và gắn đúng chỗ.',
    'The folder of the recordings is not there. Check that its disk is plugged in and mounted in its place.',
  ],
  'camera.folder_foreign': [
    409,
    'Ổ đĩa này có hình ghi của Trạm Số khác nên không dùng được.',
    'This disk holds the recordings of another station and cannot be used.',
  ],
  'camera.folder_not_empty': [
    409,
    'Thư mục ghi hình có tệp lạ. Hãy chuyển các tệp đó đi nơi khác, hoặc chọn thư mục khác.',
    'There are other files in the folder of the recordings. Move them elsewhere, or choose another folder.',
  ],
  'camera.folder_system_disk': [
    409,
    'Thư mục này nằm trên ổ đĩa hệ thống, có thể ổ đĩa ghi hình chưa được gắn. Hãy kiểm tra, hoặc xác nhận vẫn ghi vào đây.',
    'This folder lies on the system’s disk; perhaps the recordings’ disk is not mounted. Check that, or confirm that it is to be used all the same.',
  ],
  'camera.no_ptz': [409, 'Camera này không xoay được.', 'This camera cannot move.'],
  'camera.check_running': [
    409,
    'Trạm Số đang kiểm tra an toàn của camera. Hãy chờ lượt này xong.',
    'A security check of cameras is running. Wait until it is over.',
  ],
  'camera.no_factory_account': [
    409,
    'Không biết tài khoản xuất xưởng nào của loại camera này, nên không có gì để thử.',
    'No factory account of this kind of camera is known, so there is nothing to try.',
  ],
  'camera.factory_tried': [
    409,
    'Đã thử mật khẩu xuất xưởng của camera này. Để camera không bị khóa, chỉ thử lại được sau {hours} giờ.',
    'The factory password of this camera was tried already. So that it is not locked, it can be tried again in {hours} hours.',
  ],
  'camera.account_resting': [
    409,
    'Camera vừa từ chối một lần đăng nhập. Để camera không bị khóa, hãy chờ một giờ rồi thử.',
    'The camera has just refused a sign-in. So that it is not locked, wait an hour and try then.',
  ],
  'camera.signing_in': [
    409,
    'Trạm Số đang thử tài khoản đã lưu của camera này. Hãy thử lại sau nửa phút.',
    'The station is just trying the stored account of this camera. Try again in half a minute.',
  ],
  'camera.rtsp_unknown': [
    409,
    'Chưa biết luồng hình nào của camera để thử đăng nhập. Bấm “Đọc lại”.',
    'No stream of this camera is known on which to try. Read it again.',
  ],
  'camera.search_running': [
    409,
    'Trạm Số đang tìm camera. Hãy chờ xong hoặc bấm dừng.',
    'A search for cameras is under way. Wait until it is done, or cancel it.',
  ],
  'camera.adoption_running': [
    409,
    'Trạm Số đang thêm camera. Hãy chờ lần này xong.',
    'Cameras are being added. Wait until that is done.',
  ],
  'map.too_large': [
    400,
    'Ảnh bản đồ lớn quá {most} điểm ảnh mỗi chiều. Hãy thu nhỏ rồi tải lên lại.',
    'The picture has more than {most} pixels on a side. Make it smaller and upload it again.',
  ],
  'map.no_picture': [
    400,
    'Tệp này không phải ảnh PNG, JPEG hoặc WebP, hoặc ảnh bị hỏng.',
    'This is no PNG, JPEG or WebP picture, or it is damaged.',
  ],
} as const satisfies Record<string, readonly [status: number, vi: string, en: string]>;

export type ErrorCode = keyof typeof TABLE;

export interface ErrorDetails {
  /** The request field at fault, as a dotted path (`title`, `times.0`). */
  readonly field?: string;
  readonly [name: string]: string | number | undefined;
}

/** What an API answer says of an error. */
export interface ErrorBody {
  error: { code: string; message: string; messageEn: string; field?: string };
}

/** Fills `{name}` in a text for a person; what is missing shows as “…”. */
export function fill(text: string, details: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(details[name] ?? '…'));
}

/** The one error class. `cause` is for the log only and never reaches an answer. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly details: ErrorDetails;
  readonly messageVi: string;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    const [statusCode, vi, en] = TABLE[code];
    super(fill(en, details), cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.statusCode = statusCode;
    this.details = details;
    this.messageVi = fill(vi, details);
  }

  /** The body of the API answer. */
  toBody(): ErrorBody {
    const field = this.details.field;
    return {
      error: {
        code: this.code,
        message: this.messageVi,
        messageEn: this.message,
        ...(field === undefined ? {} : { field }),
      },
    };
  }
}

/**
 * Bad input found after the schema has passed: names the field and says what is wrong with it. The words follow
 * “Ô … chưa đúng:” and “Field … is not valid:”, and stand alone beside the field.
 */
export function invalid(field: string, vi: string, en: string): AppError {
  return new AppError('input.invalid', { field, reason: vi, reasonEn: en });
}
