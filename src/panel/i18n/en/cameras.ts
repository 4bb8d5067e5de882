export default {
  cameras: {
    title: 'Cameras',
  },
};
