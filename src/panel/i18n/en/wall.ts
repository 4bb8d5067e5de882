export default {
  wall: {
    title: 'Live view',
  },
};
