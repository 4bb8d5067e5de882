/* Plays /api/cameras/live in a page, as simply as can be: for the lab and the bench. */
globalThis.playLive = (query) => {
  const state = { texts: [], errors: [], firstPictureMs: null, jumps: 0 };
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  document.body.append(video);
  state.video = video;
  const began = performance.now();
  let media;
  let buffer;
  let queue = [];
  const pump = () => {
    if (!buffer || buffer.updating || queue.length === 0) return;
    try {
      buffer.appendBuffer(queue.shift());
    } catch (error) {
      state.errors.push(String(error));
    }
  };
  const begin = ({ mime }) => {
    queue = [];
    buffer = undefined;
    media = new MediaSource();
    video.src = URL.createObjectURL(media);
    const own = media;
    own.addEventListener('sourceopen', () => {
      if (own !== media) return;
      buffer = own.addSourceBuffer(mime);
      buffer.mode = 'segments';
      buffer.addEventListener('updateend', () => {
        catchUp();
        pump();
      });
      pump();
    });
  };
  /** To a fifth of a second behind the newest, once it lags more than `BEHIND`. */
  const catchUp = () => {
    const { buffered } = video;
    if (buffered.length === 0) return;
    const end = buffered.end(buffered.length - 1);
    const start = buffered.start(buffered.length - 1);
    if (video.currentTime < start || end - video.currentTime > 0.6) {
      video.currentTime = Math.max(start, end - 0.2);
      state.jumps++;
    }
    if (video.paused) video.play().catch(() => {});
    const old = video.currentTime - 20;
    if (buffer && !buffer.updating && old > buffered.start(0) + 10) buffer.remove(buffered.start(0), old);
  };
  video.addEventListener('error', () => state.errors.push(video.error?.message ?? 'error'));
  video.requestVideoFrameCallback(() => {
    state.firstPictureMs = performance.now() - began;
  });
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/cameras/live?${query}`);
  socket.binaryType = 'arraybuffer';
  state.socket = socket;
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') {
      const told = JSON.parse(data);
      state.texts.push(told);
      if (told.mime) begin(told);
      return;
    }
    queue.push(data);
    pump();
  });
  socket.addEventListener('close', ({ code }) => {
    state.closed = code;
  });
  globalThis.live = state;
};
