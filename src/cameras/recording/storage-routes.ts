import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type { Recording } from './recording.ts';
import { FolderInput, StorageView } from './schemas.ts';

const tags = ['cameras'];

/** Where the recordings lie. */
export function storageRoutes(app: FastifyInstance, recording: Recording): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();

  api.get(
    '/api/camera-storage',
    {
      config: { right: 'camera.view' },
      schema: { tags, summary: 'Room of the recordings', response: { 200: StorageView } },
    },
    () => recording.storage(),
  );

  api.post(
    '/api/camera-storage/folder',
    {
      config: { right: 'camera.write' },
      schema: {
        tags,
        summary: 'Take the chosen folder into use: an empty disk in place of another, or one of the system’s',
        body: FolderInput,
        response: { 200: StorageView },
      },
    },
    async (request) => {
      const { folder, systemDisk = false } = request.body;
      const note = app.db.transaction(() => {
        app.audit.append({ request, action: 'camera.storage_take', details: { folder, systemDisk } });
      });
      await recording.takeFolder({ folder, systemDisk }, note);
      return recording.storage();
    },
  );
}
