/** Lựa chọn trong Cài đặt, theo giá trị được lưu. */
export default {
  options: {
    vi: 'Giọng Bắc',
    'vi-vn-x-central': 'Giọng Trung',
    'vi-vn-x-south': 'Giọng Nam',
    'chuong-ba-not': 'Chuông ba nốt',
    'chuong-mot-not': 'Chuông một nốt',
    'chuong-hai-not': 'Chuông hai nốt',
    'coi-khan-cap': 'Còi khẩn cấp',
    'coi-hai-am': 'Còi hai âm',
    written: 'Đọc như chữ viết',
    always: 'Luôn đọc đủ',
    traditional: 'thứ nhất, thứ tư',
    plain: 'thứ một, thứ bốn',
    embedded: 'Có sẵn trong Trạm Số',
    external: 'Máy chủ riêng bên ngoài',
    solar: 'Dương lịch',
    lunar: 'Âm lịch',
  },
};
