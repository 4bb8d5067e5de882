import type { ErrorTable } from './table.ts';

/** Of requests, the web, and who asks. */
export const GENERAL_ERRORS = {
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
} as const satisfies ErrorTable;
