import type { TValidationError } from 'typebox/error';

/** What is wrong with a request, for a person. */
export interface Reason {
  /** Dotted path of the field (`times.0`); empty where the whole is at fault. */
  field: string;
  /** Vietnamese, follows “Ô … chưa đúng:”. */
  reason: string;
}

/** The one mistake worth naming among all that the validator found, in Vietnamese. */
export function reasonFor(errors: readonly TValidationError[]): Reason {
  const error = mostTelling(errors);
  if (!error) return { field: '', reason: OTHER };
  const field = [
    ...error.instancePath.split('/').slice(1).map(unescapePointer),
    ...propertyAtFault(error),
  ].join('.');
  return { field, reason: error.keyword === 'const' ? onlyThese(errors, error) : say(error) };
}

const OTHER = 'giá trị không hợp lệ';

/** A union reports the mistake of every branch: what a value of the right type breaks tells the most. */
function mostTelling(errors: readonly TValidationError[]): TValidationError | undefined {
  const branches = errors.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'oneOf');
  const [first] = branches;
  const atSamePlace = branches.filter(({ instancePath }) => instancePath === first?.instancePath);
  return (
    atSamePlace.find(({ keyword }) => keyword !== 'type' && keyword !== 'const') ??
    atSamePlace.find((error) => !(error.keyword === 'type' && error.params.type === 'null')) ??
    first
  );
}

/** The property that is missing or too many: the validator names the object around it. */
function propertyAtFault(error: TValidationError): string[] {
  if (error.keyword === 'required') return error.params.requiredProperties.slice(0, 1);
  if (error.keyword === 'additionalProperties') return error.params.additionalProperties.slice(0, 1);
  if (error.keyword === 'unevaluatedProperties') {
    return error.params.unevaluatedProperties.slice(0, 1).map(String);
  }
  return [];
}

function onlyThese(errors: readonly TValidationError[], { instancePath }: TValidationError): string {
  const values = errors.flatMap((error) =>
    error.keyword === 'const' && error.instancePath === instancePath ? [error.params.allowedValue] : [],
  );
  return `chỉ nhận ${values.join(', ')}`;
}

const TYPES: Record<string, string> = {
  string: 'phải là chữ',
  number: 'phải là số',
  integer: 'phải là số nguyên',
  boolean: 'phải là có hoặc không (true, false)',
  array: 'phải là một danh sách',
  object: 'phải là một nhóm các ô',
  null: 'phải để trống (null)',
};

const FORMATS: Record<string, string> = {
  date: 'phải là ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2026-03-15',
  time: 'phải là giờ dạng GIỜ:PHÚT',
  'date-time': 'phải là ngày giờ đầy đủ',
  uuid: 'mã không đúng dạng',
  email: 'phải là địa chỉ thư điện tử',
  uri: 'phải là một địa chỉ web',
  url: 'phải là một địa chỉ web',
  ipv4: 'phải là địa chỉ IPv4',
  ipv6: 'phải là địa chỉ IPv6',
};

function say(error: TValidationError): string {
  switch (error.keyword) {
    case 'required':
      return 'bắt buộc phải có';
    case 'boolean':
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'không có ô này';
    case 'type':
      return TYPES[String(error.params.type)] ?? OTHER;
    case 'enum':
      return `chỉ nhận ${error.params.allowedValues.join(', ')}`;
    case 'minLength':
      return error.params.limit === 1 ? 'không được để trống' : `cần ít nhất ${error.params.limit} ký tự`;
    case 'maxLength':
      return `nhiều nhất ${error.params.limit} ký tự`;
    case 'minimum':
      return `không được nhỏ hơn ${error.params.limit}`;
    case 'maximum':
      return `không được lớn hơn ${error.params.limit}`;
    case 'exclusiveMinimum':
      return `phải lớn hơn ${error.params.limit}`;
    case 'exclusiveMaximum':
      return `phải nhỏ hơn ${error.params.limit}`;
    case 'minItems':
      return `cần ít nhất ${error.params.limit} mục`;
    case 'maxItems':
      return `nhiều nhất ${error.params.limit} mục`;
    case 'minProperties':
      return `cần ít nhất ${error.params.limit} ô`;
    case 'uniqueItems':
      return 'có mục bị trùng';
    case 'multipleOf':
      return `phải là bội số của ${error.params.multipleOf}`;
    case 'format':
      return FORMATS[error.params.format] ?? 'chưa đúng dạng';
    case 'pattern':
      return 'chưa đúng dạng';
    default:
      return OTHER;
  }
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
