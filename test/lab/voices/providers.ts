import { type Service, startVoiceLab, type VoiceLab } from './voice-lab.ts';

/** What the client sent as JSON; undefined where it is none. */
function jsonIn(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const FPT: Service = {
  path: '/hmi/tts/v5',
  keyOf: (headers) => headers.api_key as string | undefined,
  callOf: ({ voice, speed, format }, text) =>
    typeof voice === 'string' && format === 'mp3' && text.length >= 3 && text.length <= 5_000
      ? { text, voice, speed: String(speed) }
      : undefined,
  accept: (lab, sound) => ({
    json: {
      async: lab.link(sound),
      error: lab.say(0),
      message: 'The content will be returned',
      request_id: 'x',
    },
  }),
  refuse: (kind, key) =>
    kind === 'auth'
      ? { status: 401, json: { message: `Invalid authentication credentials: ${key}` } }
      : { status: 200, json: { error: 3, message: 'API rate limit exceeded', async: '' } },
};

const VIETTEL: Service = {
  path: '/voice/api/tts/v1/rest/syn',
  keyOf: (headers) => headers.token as string | undefined,
  callOf(_headers, body) {
    const { text, voice, speed, tts_return_option, without_filter } = jsonIn(body) ?? {};
    const isRight = tts_return_option === 3 && without_filter === false && typeof speed === 'number';
    return isRight && speed >= 0.7 && speed <= 1.3
      ? { text: String(text), voice: String(voice), speed: String(speed) }
      : undefined;
  },
  accept: (_lab, sound) => ({ body: sound, type: 'audio/mpeg' }),
  refuse: (kind, key) =>
    kind === 'auth'
      ? { status: 401, json: { code: 401, msg: `token ${key} không hợp lệ` } }
      : { status: 200, json: { code: 429, msg: 'Tài khoản đã hết ký tự' } },
};

const ZALO: Service = {
  path: '/v1/tts/synthesize',
  keyOf: (headers) => headers.apikey as string | undefined,
  callOf(headers, body) {
    const form = new URLSearchParams(body);
    const speed = Number(form.get('speed'));
    const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
    return isForm && /^[1-4]$/.test(form.get('speaker_id') ?? '') && speed >= 0.8 && speed <= 1.2
      ? { text: form.get('input') ?? '', voice: form.get('speaker_id') ?? '', speed: String(speed) }
      : undefined;
  },
  accept: (lab, sound) => ({
    json: { error_code: lab.say(0), error_message: 'Successful.', data: { url: lab.link(sound) } },
  }),
  refuse: (kind, key) =>
    kind === 'auth'
      ? { status: 401, json: { error_code: 401, error_message: `Api key ${key} is invalid` } }
      : { status: 200, json: { error_code: '429', error_message: 'Limit exceeded', data: null } },
};

/** Its requests by id: asked about until they are done. */
function vbee(): Service {
  const requests = new Map<string, { sound: Buffer; readyAt: number }>();
  return {
    path: '/api/v1/tts',
    keyOf: ({ authorization = '' }) => /^Bearer (.+)$/.exec(authorization)?.[1],
    callOf(_headers, body) {
      const fields = jsonIn(body) ?? {};
      const { app_id, callback_url, response_type, input_text, voice_code, speed_rate } = fields;
      const isRight =
        app_id === 'app-1' && response_type === 'indirect' && URL.canParse(String(callback_url));
      return isRight
        ? { text: String(input_text), voice: String(voice_code), speed: String(speed_rate) }
        : undefined;
    },
    accept(lab, sound) {
      const id = `request-${requests.size + 1}`;
      requests.set(id, { sound, readyAt: Date.now() + lab.readyAfterMs });
      return { json: { status: lab.say(1), result: { request_id: id, status: 'IN_PROGRESS', progress: 0 } } };
    },
    refuse: (kind, key) =>
      kind === 'auth'
        ? { status: 403, json: { status: 0, error_code: 403, error_message: `Token ${key} is not valid` } }
        : { status: 200, json: { status: '0', error_message: 'Credits are used up, please top up balance' } },
    more(lab, { url = '' }) {
      const request = requests.get(url.replace('/api/v1/tts/', ''));
      if (!request) return undefined;
      if (lab.fault === 'gives-up')
        return { json: { status: 1, result: { status: 'FAILURE', progress: 10 } } };
      const isReady = lab.fault !== 'never-ready' && Date.now() >= request.readyAt;
      const result = isReady
        ? { status: 'SUCCESS', progress: lab.say(100), audio_link: lab.link(request.sound) }
        : { status: 'IN_PROGRESS', progress: lab.say(40) };
      return { json: { status: lab.say(1), result } };
    },
  };
}

/** The four services, each as faithful as its documentation allows, on this machine. */
export const START: Record<'fpt' | 'vbee' | 'viettel' | 'zalo', () => Promise<VoiceLab>> = {
  fpt: () => startVoiceLab(FPT),
  vbee: () => startVoiceLab(vbee()),
  viettel: () => startVoiceLab(VIETTEL),
  zalo: () => startVoiceLab(ZALO),
};
export type ServiceName = keyof typeof START;
export const SERVICE_NAMES = Object.keys(START) as ServiceName[];
