/** Danh sách camera, tìm và thêm, một camera, an ninh. */
export default {
  cameras: {
    title: 'Camera',
  },
};
