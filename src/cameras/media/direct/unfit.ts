/** A stream that these parts do not read; ffmpeg may. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

/** The camera sends something else now; begun anew, it can be read. */
export class CameraChanged extends Error {
  override readonly name = 'CameraChanged';
}
