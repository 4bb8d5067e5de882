import { Type } from 'typebox';
import { StreamRole } from '../schemas.ts';

export const CameraParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });
export const SnapshotQuery = Type.Object({ stream: Type.Optional(StreamRole) });
