import type { ErrorTable } from './table.ts';

/** Of cameras, their recordings, and where their pictures are sent. */
export const CAMERA_ERRORS = {
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
} as const satisfies ErrorTable;
