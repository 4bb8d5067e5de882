/** Hình đã ghi: dòng thời gian, xem lại, trích xuất, chuyển tiếp, ai đã xem. */
export default {
  footage: {
    title: 'Xem lại',
  },
};
