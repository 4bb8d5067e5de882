/** The parts of jsmpeg that are used (its README, "JSMpeg Architecture and Internals"). */
declare module '@cycjimmy/jsmpeg-player' {
  interface Decoder {
    width: number;
    height: number;
    connect(destination: unknown): void;
    /** Decodes one picture, or one piece of sound; false where none is complete. */
    decode(): boolean;
  }
  interface AudioOut {
    volume: number;
    enabled: boolean;
    readonly enqueuedTime: number;
    resetEnqueuedTime(): void;
    destroy(): void;
  }
  const JSMpeg: {
    Demuxer: {
      TS: {
        new (): { connect(streamId: number, destination: Decoder): void; write(data: ArrayBuffer): void };
        STREAM: { VIDEO_1: number; AUDIO_1: number };
      };
    };
    Decoder: {
      MPEG1Video: new (options: { streaming: boolean; decodeFirstFrame: boolean }) => Decoder;
      MP2Audio: new (options: { streaming: boolean }) => Decoder;
    };
    Renderer: { Canvas2D: new (options: { canvas: HTMLCanvasElement }) => unknown };
    AudioOutput: { WebAudio: new () => AudioOut };
  };
  export default JSMpeg;
}
