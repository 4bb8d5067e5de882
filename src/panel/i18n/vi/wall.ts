/** Xem trực tiếp: tường camera, một hình, điều khiển quay. */
export default {
  wall: {
    title: 'Xem trực tiếp',
  },
};
