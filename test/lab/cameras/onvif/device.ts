import { type CameraState, notKnown, type Service } from './camera-state.ts';
import { field, SoapFault, type SoapRequest, xmlText } from './soap.ts';

type Answers = Record<string, (camera: CameraState, request: SoapRequest) => string>;

/** What a camera tells anybody: ONVIF Core 5.9.1.1, class PRE_AUTH. */
export const FOR_EVERYBODY = new Set([
  'GetSystemDateAndTime',
  'GetCapabilities',
  'GetServices',
  'GetServiceCapabilities',
  'GetHostname',
  'GetEndpointReference',
]);

const SERVICES = [
  ['tds', 'http://www.onvif.org/ver10/device/wsdl', '/onvif/device_service'],
  ['trt', 'http://www.onvif.org/ver10/media/wsdl', '/onvif/media_service'],
  ['tr2', 'http://www.onvif.org/ver20/media/wsdl', '/onvif/media2_service'],
  ['tptz', 'http://www.onvif.org/ver20/ptz/wsdl', '/onvif/ptz_service'],
  ['tev', 'http://www.onvif.org/ver10/events/wsdl', '/onvif/event_service'],
] as const;

const ANSWERS: Answers = {
  GetSystemDateAndTime: (camera) => {
    const kind = camera.ntp.on ? 'NTP' : 'Manual';
    const times = `<tt:UTCDateTime>${dateTime(camera.toldUtc())}</tt:UTCDateTime><tt:LocalDateTime>${dateTime(camera.toldLocal())}</tt:LocalDateTime>`;
    return `<tds:SystemDateAndTime><tt:DateTimeType>${kind}</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>${camera.timeZone}</tt:TZ></tt:TimeZone>${times}</tds:SystemDateAndTime>`;
  },
  SetSystemDateAndTime: (camera, { body }) => {
    const zone = field(body, 'TZ') ?? camera.timeZone;
    if (zone !== camera.timeZone && camera.options.clock?.otherZones === false)
      throw new SoapFault(['ter:InvalidArgVal', 'ter:InvalidTimeZone'], 'Invalid time zone');
    camera.timeZone = zone;
    camera.ntp.on = field(body, 'DateTimeType') === 'NTP';
    if (camera.ntp.on) camera.offsetMs = 0;
    const part = (name: string) => Number(field(body, name));
    if (!camera.ntp.on && field(body, 'Year') !== undefined) {
      const day = [part('Year'), part('Month') - 1, part('Day')] as const;
      camera.takeUtc(Date.UTC(...day, part('Hour'), part('Minute'), part('Second')));
    }
    return '';
  },
  GetDeviceInformation: (camera) => {
    const { firmware = 'V5.5.0 build 200101', hardware = 'LAB' } = camera.options;
    return `<tds:Manufacturer>${xmlText(camera.maker)}</tds:Manufacturer><tds:Model>${xmlText(camera.model)}</tds:Model><tds:FirmwareVersion>${xmlText(firmware)}</tds:FirmwareVersion><tds:SerialNumber>${xmlText(camera.serial)}</tds:SerialNumber><tds:HardwareId>${xmlText(hardware)}</tds:HardwareId>`;
  },
  GetServices: (camera) => {
    if (camera.options.services === false) throw notKnown('GetServices');
    return offered(camera)
      .map(
        ([, namespace, path]) =>
          `<tds:Service><tds:Namespace>${namespace}</tds:Namespace><tds:XAddr>${camera.origin}${path}</tds:XAddr><tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`,
      )
      .join('');
  },
  GetCapabilities: (camera) => {
    const at = (path: string) => `<tt:XAddr>${camera.origin}${path}</tt:XAddr>`;
    const ptz = camera.channels.some((channel) => channel.ptz)
      ? `<tt:PTZ>${at('/onvif/ptz_service')}</tt:PTZ>`
      : '';
    return `<tds:Capabilities><tt:Device>${at('/onvif/device_service')}</tt:Device><tt:Events>${at('/onvif/event_service')}<tt:WSSubscriptionPolicySupport>true</tt:WSSubscriptionPolicySupport><tt:WSPullPointSupport>true</tt:WSPullPointSupport></tt:Events><tt:Media>${at('/onvif/media_service')}</tt:Media>${ptz}</tds:Capabilities>`;
  },
  GetServiceCapabilities: () =>
    '<tds:Capabilities><tds:Network/><tds:Security UsernameToken="true" HttpDigest="true"/><tds:System/></tds:Capabilities>',
  GetScopes: (camera) =>
    scopesOf(camera)
      .map(
        (scope) =>
          `<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>${scope}</tt:ScopeItem></tds:Scopes>`,
      )
      .join(''),
  GetHostname: (camera) =>
    `<tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>${xmlText(camera.serial.toLowerCase())}</tt:Name></tds:HostnameInformation>`,
  GetEndpointReference: (camera) => `<tds:GUID>${camera.urn}</tds:GUID>`,
  GetNetworkInterfaces: (camera) => {
    const mac = camera.options.mac ?? macOf(camera.urn);
    return `<tds:NetworkInterfaces token="eth0"><tt:Enabled>true</tt:Enabled><tt:Info><tt:Name>eth0</tt:Name><tt:HwAddress>${mac}</tt:HwAddress><tt:MTU>1500</tt:MTU></tt:Info><tt:IPv4><tt:Enabled>true</tt:Enabled><tt:Config><tt:Manual><tt:Address>${camera.address}</tt:Address><tt:PrefixLength>24</tt:PrefixLength></tt:Manual><tt:DHCP>false</tt:DHCP></tt:Config></tt:IPv4></tds:NetworkInterfaces>`;
  },
  GetNetworkProtocols: (camera) => {
    const open = { HTTP: camera.httpPort, HTTPS: camera.httpsPort, RTSP: camera.rtsp?.port };
    return Object.entries(open)
      .map(
        ([name, port]) =>
          `<tds:NetworkProtocols><tt:Name>${name}</tt:Name><tt:Enabled>${port !== undefined}</tt:Enabled><tt:Port>${port ?? 0}</tt:Port></tds:NetworkProtocols>`,
      )
      .join('');
  },
  GetNTP: ({ ntp }) => {
    const manual = ntp.host
      ? `<tt:NTPManual><tt:Type>DNS</tt:Type><tt:DNSname>${xmlText(ntp.host)}</tt:DNSname></tt:NTPManual>`
      : '';
    return `<tds:NTPInformation><tt:FromDHCP>false</tt:FromDHCP>${manual}</tds:NTPInformation>`;
  },
  SetNTP: (camera, { body }) => {
    const host = field(body, 'DNSname') ?? field(body, 'IPv4Address') ?? '';
    if (!/^[\w.-]{1,253}$/.test(host))
      throw new SoapFault(['ter:InvalidArgVal', 'ter:InvalidDnsName'], 'Invalid NTP');
    camera.ntp = { on: camera.ntp.on, host };
    return '';
  },
  SystemReboot: (camera) => {
    camera.reboots += 1;
    return '<tds:Message>Rebooting in 30 seconds</tds:Message>';
  },
};

export const deviceService: Service = (request, camera) => {
  const answer = ANSWERS[request.operation];
  if (!answer) throw notKnown(request.operation);
  return `<tds:${request.operation}Response>${answer(camera, request)}</tds:${request.operation}Response>`;
};

/** `onvif://www.onvif.org/name/Cổng%20chợ`, as in replies to a probe. */
export function scopesOf(camera: CameraState): string[] {
  const { name = `${camera.maker} ${camera.model}`, hardware = camera.model } = camera.options;
  const said = [
    `name/${encodeURIComponent(name)}`,
    `hardware/${encodeURIComponent(hardware)}`,
    'type/video_encoder',
  ];
  return ['Profile/Streaming', 'Profile/T', ...said, 'location/vietnam'].map(
    (scope) => `onvif://www.onvif.org/${scope}`,
  );
}

function offered(camera: CameraState) {
  return SERVICES.filter(
    ([prefix]) =>
      (prefix !== 'tr2' || camera.options.media2 !== false) &&
      (prefix !== 'tptz' || camera.channels.some(({ ptz }) => ptz)),
  );
}

function dateTime(at: number): string {
  const date = new Date(at);
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const day = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return `<tt:Time><tt:Hour>${time[0]}</tt:Hour><tt:Minute>${time[1]}</tt:Minute><tt:Second>${time[2]}</tt:Second></tt:Time><tt:Date><tt:Year>${day[0]}</tt:Year><tt:Month>${day[1]}</tt:Month><tt:Day>${day[2]}</tt:Day></tt:Date>`;
}

/** Locally administered, so that it is no maker's. */
function macOf(urn: string): string {
  return `02${urn.slice(-10).replace(/../g, ':$&')}`;
}
