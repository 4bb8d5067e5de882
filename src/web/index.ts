import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Registry } from 'prom-client';
import { absentAddresses } from '../config/absent-addresses.ts';
import { AppError } from '../errors.ts';
import { repeat } from '../repeat.ts';
import auditLog from './audit-log.ts';
import { CA_REPLACED } from './ca-replaced.ts';
import { type Certificates, certificates } from './certificates.ts';
import { answerErrors } from './errors-hook.ts';
import { guardRoutes } from './guard.ts';
import { sendSecurityHeaders } from './headers.ts';
import { type Readiness, serveHealth } from './health.ts';
import { addressTowards, hostOf, isOurHost, lanAddresses, ownHosts, ownNames, urlHost } from './hosts.ts';
import identity from './identity/index.ts';
import { ADDRESS_ABSENT, lookForAddresses } from './late-addresses.ts';
import { createServers, type ListenerName, listenerOf, listenerTable } from './listeners.ts';
import { type Live, liveEvents } from './live.ts';
import { describeApi } from './openapi.ts';
import { keepToListener, serveCertificate } from './plain.ts';
import { limitRates } from './rate-limits.ts';
import settingsRoutes from './settings-routes.ts';
import { urlSigner } from './signed-urls.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { validateRequests } from './validation.ts';
import type { WarmUp } from './warm-up.ts';

declare module 'fastify' {
  interface FastifyInstance {
    web: Web;
    live: Live;
    sockets: Sockets;
    certificates: Certificates;
    /** What is made ready after the start. */
    warmUp: WarmUp;
    metrics: Registry;
    readiness: Readiness;
  }
  interface FastifyRequest {
    /** The listener that the request came by. */
    readonly listener: ListenerName;
  }
}

declare module '../events.ts' {
  interface Events {
    /** The station answers at an address at which it did not before. */
    'web.opened': { urls: string[] };
  }
}

export interface WebAddress {
  readonly listener: ListenerName;
  /** `https://192.168.1.10:8443` */
  readonly url: string;
}

export interface Web {
  /**
   * Opens the listeners of the table; throws ListenError, with one line for the person, where it can't. An address that
   * the machine does not have yet is opened once it has it.
   */
  listen(): Promise<void>;
  /** Where the station answers now, in the order of the table; empty before listen(). */
  addresses(): WebAddress[];
  /**
   * The plain-HTTP URL of a path, good for `ttlMs`, for devices that can neither sign in nor do TLS.
   * @param towards the device's address, to choose among the station's own
   */
  signedUrl(path: string, ttlMs: number, towards?: string): string;
  /** Whether the request came by a URL that signedUrl() made and that has not expired. */
  isSigned(request: Pick<FastifyRequest, 'url'>): boolean;
}

/** Requests under way when the station stops get this long. */
const GRACE_MS = 2_000;
const LOOK_AT_ADDRESSES_MS = 60_000;
const LOOK_FOR_ADDRESSES_MS = 5_000;
const ANY_ADDRESS = '0.0.0.0';
/** The subject of alerts about the station itself. */
const STATION = 'station';

/** The HTTP side of the station: one Fastify app behind the table of listeners (listeners.ts), and what guards it. */
export default fp(
  async (app) => {
    app.decorateRequest('listener', {
      getter(this: FastifyRequest) {
        return listenerOf(this.raw);
      },
    });
    // Asked each time: the machine may be given another name while the station runs.
    const isOurs = (host: string) => isOurHost(host, () => ownNames(app.config.listen));
    validateRequests(app, app.warmUp);
    answerErrors(app);
    // JSON is all that we read: a form or text body could be sent by a page elsewhere without asking first.
    app.removeContentTypeParser('text/plain');
    sendSecurityHeaders(app);
    app.addHook('onRequest', async (request) => {
      const host = hostOf(request.host);
      if (!isOurs(host)) throw new AppError('host.unknown', { host });
    });
    app.addHook('onRequest', keepToListener);
    app.addHook('onRoute', ({ url, config }) => {
      if (config?.urgent) app.warmUp.urgent(url);
    });
    await limitRates(app);
    guardRoutes(app);
    await describeApi(app);
    serveHealth(app);

    const sockets = createSockets({
      log: app.log.child({ slice: 'web' }),
      events: app.events,
      isOurHost: (request) => isOurs(hostOf(request.headers.host ?? '')),
    });
    app.decorate('sockets', sockets);
    const servers = decorateWeb(app, sockets.upgrade);
    await app.register(auditLog);
    await app.register(identity);
    await app.register(settingsRoutes);
    const live = liveEvents(app);
    app.decorate('live', live);
    serveCertificate(app);
    // First what would stay open for ever, then the requests under way, while the slices still serve them.
    app.addHook('preClose', async () => {
      live.close();
      sockets.close();
      await servers.close();
    });
  },
  { name: 'web', dependencies: ['settings'] },
);

function decorateWeb(app: FastifyInstance, upgrade: ReturnType<typeof createSockets>['upgrade']) {
  const { listen } = app.config;
  const log = app.log.child({ slice: 'web' });
  const servers = createServers({ request: (request, response) => app.routing(request, response), upgrade });
  const signer = urlSigner(app.secrets.derive('url'));
  let stopLooking = async () => {};
  let stopLookingForAddresses = async () => {};
  let stopWarming = () => {};

  const stationCertificates = certificates({
    dir: join(app.config.data, 'tls'),
    clock: app.clock,
    log,
    hosts: () => ownHosts(listen),
    onCaReplaced: () => app.alerts.raise(CA_REPLACED.id, STATION),
    onIssued({ server, fingerprint }) {
      servers.setCertificate(server);
      app.events.emit('certificate.changed', { fingerprint });
    },
  });
  app.decorate('certificates', stationCertificates);
  // The alerts come up after web/.
  app.addHook('onReady', async () => app.alerts.define([CA_REPLACED, ADDRESS_ABSENT]));

  async function lookAtCertificate(): Promise<void> {
    await stationCertificates.renew();
    // Somebody has taken on installing the new one.
    const known = app.alerts
      .open()
      .some(({ rule, acknowledgedAt }) => rule === CA_REPLACED.id && acknowledgedAt);
    if (known) app.alerts.clear(CA_REPLACED.id, STATION);
  }

  const lookForThem = lookForAddresses({
    wanted: listen.addresses,
    absent: () => absentAddresses(listen),
    servers,
    alerts: () => app.alerts,
    monotonic: app.clock.monotonic,
    onOpened: () => app.events.emit('web.opened', { urls: app.web.addresses().map(({ url }) => url) }),
    log,
  });

  app.decorate('web', {
    async listen() {
      const { server } = await app.certificates.current();
      await servers.open(listenerTable(listen), server);
      stopLooking = repeat(LOOK_AT_ADDRESSES_MS, lookAtCertificate, {
        log,
        work: 'certificate kept in step with names and addresses',
      });
      const missing = servers.missing();
      if (missing.length > 0)
        log.warn({ missing }, 'this machine does not have all addresses that it is to serve');
      stopLookingForAddresses = repeat(LOOK_FOR_ADDRESSES_MS, lookForThem, {
        log,
        work: 'addresses that are not there looked for',
      });
      stopWarming = app.warmUp.start();
      log.info({ addresses: servers.bound() }, 'listening');
    },
    addresses() {
      return servers.bound().flatMap(({ name, scheme, host, port }) => {
        const hosts =
          host === ANY_ADDRESS ? lanAddresses().filter((address) => !address.includes(':')) : [host];
        return hosts.map((each) => ({ listener: name, url: `${scheme}://${urlHost(each)}:${port}` }));
      });
    },
    signedUrl(path, ttlMs, towards) {
      const port = servers.bound().find(({ name }) => name === 'plain')?.port ?? listen.plain_port;
      const host = urlHost(addressTowards(listen, towards));
      return `http://${host}:${port}${signer.sign(path, app.clock.now() + ttlMs)}`;
    },
    isSigned: ({ url }) => signer.check(url, app.clock.now()),
  });

  return {
    async close() {
      stopWarming();
      stationCertificates.close();
      await Promise.all([stopLooking(), stopLookingForAddresses()]);
      await servers.close(GRACE_MS);
    },
  };
}
