import { type Static, Type } from 'typebox';

const Port = Type.Integer({ minimum: 1, maximum: 65535 });

/**
 * What must be known before the database opens: the whole of the TOML file. Everything else is a setting in
 * the database, edited in the panel (settings.ts).
 */
export const ConfigSchema = Type.Object(
  {
    data: Type.String({ minLength: 1, description: 'Folder of the database, audio, keys and certificates' }),
    listen: Type.Object(
      {
        lan: Type.Boolean({ description: 'Serve the LAN; otherwise loopback only' }),
        http_port: Port,
        https_port: Port,
        plain_port: Port,
        mqtt_port: Port,
        mqtts_port: Port,
        addresses: Type.Array(Type.String(), { description: 'LAN addresses to bind; empty means all' }),
        hostnames: Type.Array(Type.String(), { description: 'Further names in the certificate' }),
      },
      { additionalProperties: false },
    ),
    log: Type.Object(
      { level: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']) },
      { additionalProperties: false },
    ),
    programs: Type.Object(
      { ffmpeg: Type.String(), ffprobe: Type.String(), espeak: Type.String() },
      { additionalProperties: false, description: 'Program names or absolute paths' },
    ),
  },
  { additionalProperties: false },
);

export type Config = Static<typeof ConfigSchema>;

export const DEFAULTS: Config = {
  data: '/var/lib/tramso',
  listen: {
    lan: false,
    http_port: 8080,
    https_port: 8443,
    plain_port: 8081,
    mqtt_port: 1883,
    mqtts_port: 8883,
    addresses: [],
    hostnames: [],
  },
  log: { level: 'info' },
  programs: { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe', espeak: 'espeak-ng' },
};
