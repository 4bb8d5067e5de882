/** Danh sách lỗ hổng phần mềm camera đã biết. */
export default {
  advisories: {
    title: 'Lỗ hổng phần mềm camera đã biết',
    note: 'Khi kiểm tra an toàn, Trạm Số đối chiếu phần mềm của camera với danh sách này. Nhập thêm bằng tệp TSV hoặc JSON, mỗi dòng phải có số CVE và nguồn.',
    see: 'Xem danh sách ({{count}} dòng)',
    import: 'Nhập danh sách',
    imported: 'đã nhập',
    remove: 'Xóa {{id}}',
    removeTitle: 'Xóa {{id}} khỏi danh sách?',
    removeText: 'Những lần kiểm tra sau không đối chiếu với dòng này nữa. Cần thì nhập lại được.',
    removed: 'Đã xóa {{id}}',
    done: 'Đã nhập {{count}} dòng',
    tooLarge: 'Tệp lớn quá 900 KB. Hãy chia nhỏ rồi nhập từng tệp.',
    noJson: 'Tệp này không phải danh sách JSON. Hãy kiểm tra lại tệp.',
    about: 'Mẫu {{models}}, phần mềm {{affected}}',
    severities: {
      critical: 'Nghiêm trọng',
      high: 'Cao',
      medium: 'Trung bình',
      low: 'Thấp',
      unknown: 'Chưa xếp mức',
    },
  },
};
