import fp from 'fastify-plugin';
import type { SpeakerReport, Speakers } from './schemas.ts';

export type {
  AudioRef,
  PlayCommand,
  Priority,
  ReportKind,
  SpeakerInfo,
  SpeakerReport,
  Speakers,
  SpeakersHealth,
  SpeakerView,
} from './schemas.ts';

declare module 'fastify' {
  interface FastifyInstance {
    speakers: Speakers;
  }
}

declare module '../events.ts' {
  interface Events {
    'speaker.report': SpeakerReport;
    'speaker.state': { speakerId: string; online: boolean };
  }
}

export default fp(async () => {}, { name: 'speakers' });
