import fp from 'fastify-plugin';
import { ALERT_RULES } from './alert-rules.ts';
import { SpeakersSettings } from './config.ts';
import { loaRoutes } from './loa-routes.ts';
import { measureSpeakers } from './metrics.ts';
import { pairingRoutes } from './pairing-routes.ts';
import { sayDeviceReason } from './reasons.ts';
import { infoOf } from './registry.ts';
import { speakerRoutes } from './routes.ts';
import type { SpeakerReport, Speakers } from './schemas.ts';
import { createSlice } from './slice.ts';
import { isFor } from './wording.ts';

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
      inZones(zoneIds, priority) {
        const zones = new Set(app.commune.withDescendants([...zoneIds]));
        return [...registry.all()]
          .filter(
            ({ zoneId, row, profile }) =>
              row.enabled &&
              row.confirmedAt !== null &&
              zoneId !== null &&
              zones.has(zoneId) &&
              (priority === undefined || isFor(profile, priority)),
          )
          .map(infoOf);
      },
      prepare: player.prepare,
      play: player.play,
      stop: player.stop,
      mayStillStart: player.mayStillStart,
      sayReason: sayDeviceReason,
      health() {
        const online = [...registry.all()].filter((speaker) => speaker.online).length;
        return { ...side.state(), total: registry.size, online };
      },
      brokerPort: () => side.bound().find(({ name }) => name === 'mqtt')?.port,
    });

    app.events.on('device.changed', ({ id }) => registry.refreshDevice(id));
    app.events.on('settings.changed', ({ section }) => {
      if (section === settings.name) void side.follow();
    });
    app.events.on('certificate.changed', () => {
      side
        .setCertificate()
        .catch((err) =>
          app.log.error({ slice: 'speakers', err }, 'the MQTT broker keeps its old certificate'),
        );
    });

    measureSpeakers(app.metrics, registry, () => side.state().connected);
    speakerRoutes(app, slice);
    pairingRoutes(app, slice);
    await app.register((scope) => loaRoutes(scope, slice));
    app.addHook('onReady', slice.start);
    app.addHook('onClose', slice.stop);
  },
  { name: 'speakers', dependencies: ['settings', 'web', 'commune', 'devices', 'alerts'] },
);
