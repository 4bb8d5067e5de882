import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { ALERT_RULES } from './alert-rules.ts';
import { SpeakersSettings } from './config.ts';
import { loaRoutes } from './loa-routes.ts';
import { measureSpeakers } from './metrics.ts';
import { pairingRoutes } from './pairing-routes.ts';
import { infoOf } from './registry.ts';
import { speakerRoutes } from './routes.ts';
import type { SpeakerReport, Speakers } from './schemas.ts';
import { createSlice } from './slice.ts';

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

/** Decorates `speakers`: registry, profiles, health and transports of the loudspeakers. */
export default fp(
  async (app) => {
    const settings = app.settings.section('speakers', SpeakersSettings);
    app.alerts.define(ALERT_RULES);
    const slice = createSlice(app, settings.get);
    const { registry, player, side } = slice;

    app.decorate('speakers', {
      list: () => [...registry.all()].map(infoOf),
      get(id) {
        const speaker = registry.get(id);
        return speaker && infoOf(speaker);
      },
      inZones(zoneIds) {
        const zones = new Set(app.commune.withDescendants([...zoneIds]));
        return [...registry.all()]
          .filter(
            ({ zoneId, row }) =>
              row.enabled && row.confirmedAt !== null && zoneId !== null && zones.has(zoneId),
          )
          .map(infoOf);
      },
      prepare: player.prepare,
      play: player.play,
      stop: player.stop,
      health() {
        const online = [...registry.all()].filter((speaker) => speaker.online).length;
        return { ...side.state(), total: registry.size, online };
      },
      brokerPort: () => side.bound().find(({ name }) => name === 'mqtt')?.port,
    });

    app.events.on('device.changed', ({ id }) => registry.refreshDevice(id));
    app.events.on('settings.changed', ({ section }) => {
      if (section === settings.name) reopen(app, () => side.open());
    });
    app.events.on('certificate.changed', () => reopen(app, () => side.setCertificate()));

    measureSpeakers(app.metrics, registry, () => side.state().connected);
    speakerRoutes(app, slice);
    pairingRoutes(app, slice);
    await app.register((scope) => loaRoutes(scope, slice));
    app.addHook('onReady', slice.start);
    app.addHook('onClose', slice.stop);
  },
  { name: 'speakers', dependencies: ['settings', 'web', 'commune', 'devices', 'alerts'] },
);

function reopen(app: FastifyInstance, open: () => Promise<void>): void {
  open().catch((error) =>
    app.log.error({ slice: 'speakers', err: error }, 'the MQTT broker could not be opened anew'),
  );
}
