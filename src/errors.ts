/**
 * The one table of what can go wrong for a person: a stable code, the HTTP status, and what to tell the
 * officer in Vietnamese and English. `{name}` in a message is filled from the error's details.
 */
const TABLE = {
  // General
  'input.invalid': [400, 'Ô “{field}” chưa đúng: {reason}', 'Field “{field}” is not valid: {reason}'],
  'input.too_large': [413, 'Dữ liệu gửi lên quá lớn.', 'The request is too large.'],
  'route.not_found': [404, 'Không có trang hoặc chức năng này.', 'There is nothing at this address.'],
  internal: [
    500,
    'Máy trạm gặp lỗi khi xử lý. Hãy thử lại; nếu vẫn lỗi, mở Cài đặt → Tình trạng máy.',
    'The station failed to handle this. Try again; if it persists open Settings → Health.',
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
    'Ổ đĩa của máy trạm đã đầy, chưa lưu được gì. Hãy xóa bớt dữ liệu hoặc thay ổ đĩa.',
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
  'input.unsupported': [415, 'Kiểu dữ liệu gửi lên không được hỗ trợ.', 'This kind of content is not supported.'],
  'rate.limited': [
    429,
    'Thao tác quá nhanh. Hãy thử lại sau {seconds} giây.',
    'Too many requests. Try again in {seconds} seconds.',
  ],
  'host.unknown': [
    421,
    'Máy trạm không mang tên “{host}”. Hãy mở trang bằng địa chỉ IP hoặc tên của máy trạm.',
    'This station is not called “{host}”. Open it by its IP address or its own name.',
  ],
  'station.closing': [503, 'Máy trạm đang khởi động lại. Hãy thử lại sau ít phút.', 'The station is restarting.'],
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

function fill(text: string, details: ErrorDetails): string {
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

/** Bad input found after the schema has passed: names the field and says what is wrong with it. */
export function invalid(field: string, reasonVi: string): AppError {
  return new AppError('input.invalid', { field, reason: reasonVi });
}
