export default {
  today: {
    title: 'Hôm nay',
    lunar: 'âm lịch: {{text}}',
    soundingOn: '{{started}}/{{total}} loa đang phát',
    failedOn: '{{failed}} loa lỗi',
    next: 'Tiếp theo',
    done: 'Đã qua hôm nay',
    nothingNext: 'Hôm nay không còn bản tin nào hẹn phát',
    nothingNextText:
      'Đặt lịch cho một bản tin đã duyệt ở trang Lịch phát, hoặc mở bản tin rồi chọn Phát ngay.',
    needsMe: 'Việc chờ anh/chị',
    nothingNeedsMe: 'Không có việc nào đang chờ.',
    toApprove: 'Chờ duyệt',
    returned: 'Bị trả lại',
    alerts: '{{count}} cảnh báo chưa ai nhận xử lý',
    offline: '{{count}} loa mất kết nối',
    speakers: '{{online}}/{{total}} loa đang kết nối',
  },
  firstSteps: {
    title: 'Nghe bản tin đầu tiên sau vài phút',
    note: 'Làm lần lượt ba bước. Chưa có loa thật cũng thử được.',
    speaker: 'Thêm một cụm loa',
    speakerNote:
      'Cách nhanh nhất: mở trang /loa của Trạm Số trên một trình duyệt, nhập mã ghép là máy đó thành loa.',
    speakerVerb: 'Thêm loa',
    bulletin: 'Soạn một bản tin',
    bulletinNote: 'Gõ vài câu, nghe thử giọng đọc, gửi duyệt.',
    bulletinVerb: 'Soạn bản tin',
    play: 'Phát thử',
    playNote: 'Mở bản tin đã duyệt, chọn Phát ngay và lắng nghe.',
    playVerb: 'Phát thử',
  },
};
