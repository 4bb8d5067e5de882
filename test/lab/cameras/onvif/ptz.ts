import { type CameraState, notKnown, type Service } from './camera-state.ts';
import type { Position, PtzHead } from './ptz-head.ts';
import { attribute, field, SoapFault, type SoapRequest, xmlText } from './soap.ts';

const SPEED_MS = 5_000;

type Answers = Record<string, (head: PtzHead, request: SoapRequest) => string>;

const ANSWERS: Answers = {
  ContinuousMove: (head, { body }) => {
    head.move(axes(body, 'Velocity'), durationMs(field(body, 'Timeout')));
    return '';
  },
  RelativeMove: (head, { body }) => {
    const by = axes(body, 'Translation');
    const { pan, tilt, zoom } = head.position;
    head.place({ pan: pan + (by.pan ?? 0), tilt: tilt + (by.tilt ?? 0), zoom: zoom + (by.zoom ?? 0) });
    return '';
  },
  AbsoluteMove: (head, { body }) => {
    head.place(axes(body, 'Position'));
    return '';
  },
  Stop: (head) => {
    head.stop();
    return '';
  },
  GetStatus: (head) => {
    const state = head.moving ? 'MOVING' : 'IDLE';
    return `<tptz:PTZStatus><tt:Position>${vector(head.position)}</tt:Position><tt:MoveStatus><tt:PanTilt>${state}</tt:PanTilt><tt:Zoom>${state}</tt:Zoom></tt:MoveStatus><tt:UtcTime>${new Date().toISOString()}</tt:UtcTime></tptz:PTZStatus>`;
  },
  GetPresets: (head) =>
    [...head.presets]
      .map(
        ([token, { name, position }]) =>
          `<tptz:Preset token="${xmlText(token)}"><tt:Name>${xmlText(name)}</tt:Name><tt:PTZPosition>${vector(position)}</tt:PTZPosition></tptz:Preset>`,
      )
      .join(''),
  SetPreset: (head, { body }) => {
    const token = field(body, 'PresetToken');
    if (token) preset(head, token);
    return `<tptz:PresetToken>${xmlText(head.remember(field(body, 'PresetName') ?? '', token))}</tptz:PresetToken>`;
  },
  GotoPreset: (head, { body }) => {
    head.place(preset(head, field(body, 'PresetToken')).position);
    return '';
  },
  RemovePreset: (head, { body }) => {
    preset(head, field(body, 'PresetToken'));
    head.presets.delete(field(body, 'PresetToken') ?? '');
    return '';
  },
};

export const ptzService: Service = (request, camera) => {
  const { operation, body } = request;
  const respond = (inner: string) => `<tptz:${operation}Response>${inner}</tptz:${operation}Response>`;
  if (operation === 'GetNodes')
    return respond(
      camera.channels
        .filter(({ ptz }) => ptz)
        .map(node)
        .join(''),
    );
  const answer = ANSWERS[operation];
  const head = camera.profile(field(body, 'ProfileToken')).channel.ptz;
  if (!answer) throw notKnown(operation);
  if (!head) throw new SoapFault(['ter:InvalidArgVal', 'ter:NoPTZProfile'], 'The profile has no PTZ');
  return respond(answer(head, request));
};

function node({ number }: CameraState['channels'][number]): string {
  return `<tptz:PTZNode token="PTZNode_${number}"><tt:Name>PTZ</tt:Name><tt:MaximumNumberOfPresets>255</tt:MaximumNumberOfPresets><tt:HomeSupported>false</tt:HomeSupported></tptz:PTZNode>`;
}

function preset(head: PtzHead, token = '') {
  const found = head.presets.get(token);
  if (!found)
    throw new SoapFault(['ter:InvalidArgVal', 'ter:NoToken'], 'The requested preset does not exist');
  return found;
}

function axes(body: string, element: string): Partial<Position> {
  if (!new RegExp(`<(?:[\\w-]+:)?${element}[\\s>]`).test(body)) return {};
  const pan = attribute(body, 'PanTilt', 'x');
  const tilt = attribute(body, 'PanTilt', 'y');
  const zoom = attribute(body, 'Zoom', 'x');
  for (const one of [pan, tilt, zoom]) {
    if (one !== undefined && !(Math.abs(Number(one)) <= 1))
      throw new SoapFault(['ter:InvalidArgVal', 'ter:InvalidVelocity'], 'Out of bounds');
  }
  return {
    ...(pan !== undefined && { pan: Number(pan) }),
    ...(tilt !== undefined && { tilt: Number(tilt) }),
    ...(zoom !== undefined && { zoom: Number(zoom) }),
  };
}

/** Of `PT1.5S`; without one the configuration's. */
function durationMs(text = ''): number {
  const found = /^PT(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  return found ? (Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0)) * 1000 : SPEED_MS;
}

function vector({ pan, tilt, zoom }: Position): string {
  return `<tt:PanTilt x="${pan.toFixed(4)}" y="${tilt.toFixed(4)}"/><tt:Zoom x="${zoom.toFixed(4)}"/>`;
}
