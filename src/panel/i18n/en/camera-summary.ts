export default {
  cameraSummary: {
    withPicture: '{{withPicture}} of {{watched}} cameras have a picture',
    down: 'Cameras without a picture: {{count}}',
    notRecorded: 'Cameras that cannot be recorded: {{count}}',
    insecure: 'Cameras with a security score below 50: {{count}}',
    alerts: 'Open alerts about cameras: {{count}}',
    worst: 'Gravest: {{title}}',
    label: 'Open alerts about cameras',
    toAlerts: 'See the alerts',
    toCameras: 'See the cameras',
  },
};
