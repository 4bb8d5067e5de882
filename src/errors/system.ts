import type { ErrorTable } from './table.ts';

/** Of the machine, its data and the commune’s own facts. */
export const SYSTEM_ERRORS = {
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
    'Không có khóa chính đã dùng cho dữ liệu trong {data}. Nếu khóa do systemd giữ, hãy chạy lệnh bằng quyền root (sudo tramso …); nếu không, hãy chép lại tệp secret.key hoặc khôi phục từ bản sao lưu.',
    'The master key of the data in {data} is not there. Where systemd keeps it, run the command as root (sudo tramso …); else put secret.key back, or restore a backup.',
  ],
  'key.other': [
    500,
    'Khóa chính ở đây không phải khóa đã dùng cho dữ liệu trong {data}. Nếu khóa do systemd giữ, hãy chạy lệnh bằng quyền root (sudo tramso …); nếu không, hãy chép lại đúng tệp secret.key hoặc khôi phục từ bản sao lưu.',
    'The master key here is not that of the data in {data}. Where systemd keeps it, run the command as root (sudo tramso …); else put the right secret.key back, or restore a backup.',
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
} as const satisfies ErrorTable;
