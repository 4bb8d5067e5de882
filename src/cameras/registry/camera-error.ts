import { AppError, type ErrorCode } from '../../errors.ts';
import { OnvifError, type OnvifErrorKind } from '../../protocols/onvif/index.ts';

const CODES: Record<OnvifErrorKind, ErrorCode> = {
  unreachable: 'camera.unreachable',
  timeout: 'camera.unreachable',
  refused: 'camera.refused',
  locked: 'camera.locked',
  not_onvif: 'camera.not_onvif',
  fault: 'camera.fault',
  too_large: 'camera.senseless',
  malformed: 'camera.senseless',
};

/** What the camera answered, as an error for a person; anything else as it is. */
export function cameraError(error: unknown): unknown {
  if (!(error instanceof OnvifError)) return error;
  return new AppError(CODES[error.kind], { fault: error.fault || '–' }, error);
}

/** Asks a camera; throws `camera.*` for a person. */
export async function asking<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    throw cameraError(error);
  }
}
