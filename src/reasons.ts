import type { TValidationError } from 'typebox/error';

/** What is wrong with a request, for a person. */
export interface Reason extends Words {
  /** Dotted path of the field (`times.0`); empty where the whole is at fault. */
  field: string;
}

/** Follows “Ô … chưa đúng:” and “Field … is not valid:”. */
interface Words {
  readonly vi: string;
  readonly en: string;
}

/** The one mistake worth naming among all that the validator found. */
export function reasonFor(errors: readonly TValidationError[]): Reason {
  const error = mostTelling(errors);
  if (!error) return { field: '', ...OTHER };
  const field = [
    ...error.instancePath.split('/').slice(1).map(unescapePointer),
    ...propertyAtFault(error),
  ].join('.');
  return { field, ...(error.keyword === 'const' ? onlyThese(constsAt(errors, error)) : say(error)) };
}

const text = (vi: string, en: string): Words => ({ vi, en });
const OTHER = text('giá trị không hợp lệ', 'this value is not allowed');

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

function constsAt(errors: readonly TValidationError[], { instancePath }: TValidationError): unknown[] {
  return errors.flatMap((error) =>
    error.keyword === 'const' && error.instancePath === instancePath ? [error.params.allowedValue] : [],
  );
}

function onlyThese(values: readonly unknown[]): Words {
  return text(`chỉ nhận ${values.join(', ')}`, `only these are allowed: ${values.join(', ')}`);
}

const TYPES: Record<string, Words> = {
  string: text('phải là chữ', 'it must be text'),
  number: text('phải là số', 'it must be a number'),
  integer: text('phải là số nguyên', 'it must be a whole number'),
  boolean: text('phải là có hoặc không (true, false)', 'it must be yes or no (true, false)'),
  array: text('phải là một danh sách', 'it must be a list'),
  object: text('phải là một nhóm các ô', 'it must be a group of fields'),
  null: text('phải để trống (null)', 'it must be empty (null)'),
};

const WEB_ADDRESS = text('phải là một địa chỉ web', 'it must be a web address');
const FORMATS: Record<string, Words> = {
  date: text(
    'phải là ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2026-03-15',
    'it must be a day as YEAR-MONTH-DAY, such as 2026-03-15',
  ),
  time: text('phải là giờ dạng GIỜ:PHÚT', 'it must be a time as HOUR:MINUTE'),
  'date-time': text('phải là ngày giờ đầy đủ', 'it must be a whole date and time'),
  uuid: text('mã không đúng dạng', 'this id has a wrong form'),
  email: text('phải là địa chỉ thư điện tử', 'it must be an e-mail address'),
  uri: WEB_ADDRESS,
  url: WEB_ADDRESS,
  ipv4: text('phải là địa chỉ IPv4', 'it must be an IPv4 address'),
  ipv6: text('phải là địa chỉ IPv6', 'it must be an IPv6 address'),
};
const OTHER_FORM = text('chưa đúng dạng', 'it has a wrong form');
const EMPTY = text('không được để trống', 'it must not be empty');

function say(error: TValidationError): Words {
  switch (error.keyword) {
    case 'required':
      return text('bắt buộc phải có', 'it is required');
    case 'boolean':
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return text('không có ô này', 'there is no such field');
    case 'type':
      return TYPES[String(error.params.type)] ?? OTHER;
    case 'enum':
      return onlyThese(error.params.allowedValues);
    case 'format':
      return FORMATS[error.params.format] ?? OTHER_FORM;
    case 'pattern':
      return OTHER_FORM;
    case 'uniqueItems':
      return text('có mục bị trùng', 'an entry is there twice');
    case 'multipleOf':
      return text(
        `phải là bội số của ${error.params.multipleOf}`,
        `it must be a multiple of ${error.params.multipleOf}`,
      );
    default:
      return sayLimit(error);
  }
}

function sayLimit(error: TValidationError): Words {
  const { limit } = error.params as { limit?: number | bigint };
  switch (error.keyword) {
    case 'minLength':
      return limit === 1
        ? EMPTY
        : text(`cần ít nhất ${limit} ký tự`, `it needs at least ${limit} characters`);
    case 'maxLength':
      return text(`nhiều nhất ${limit} ký tự`, `at most ${limit} characters`);
    case 'minimum':
      return text(`không được nhỏ hơn ${limit}`, `it must not be less than ${limit}`);
    case 'maximum':
      return text(`không được lớn hơn ${limit}`, `it must not be more than ${limit}`);
    case 'exclusiveMinimum':
      return text(`phải lớn hơn ${limit}`, `it must be more than ${limit}`);
    case 'exclusiveMaximum':
      return text(`phải nhỏ hơn ${limit}`, `it must be less than ${limit}`);
    case 'minItems':
      return text(`cần ít nhất ${limit} mục`, `it needs at least ${limit} entries`);
    case 'maxItems':
      return text(`nhiều nhất ${limit} mục`, `at most ${limit} entries`);
    case 'minProperties':
      return text(`cần ít nhất ${limit} ô`, `it needs at least ${limit} fields`);
    default:
      return OTHER;
  }
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
