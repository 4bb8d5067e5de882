export default {
  footage: {
    title: 'Recordings',
  },
};
