import { OnvifError } from './error.ts';
import type { Answer } from './exchange.ts';
import { below, child, cleanLine, textOf } from './pick.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** ONVIF Core 5.11.2.2 and WS-Security 12, with the misspellings and sentences that makers send instead. */
const REFUSED =
  /not.?authori[sz]ed|unauthori[sz]ed|failedauthentication|failedcheck|invalidsecurity|authority failure|requires? authori[sz]ation|auth(entication)? fail|wrong (user|password)/i;
/** `<lockStatus>lock</lockStatus>` of Hikvision, "account is locked" of others. */
const LOCKED = /lockstatus>\s*lock|(account|user|device|login).{0,20}\block(ed)?\b|\blocked\b/i;
const DENIED = new Set([401, 403, 423, 429]);
const NOT_THERE = new Set([404, 405, 410, 501]);

/**
 * What a camera's answer says: the element inside the SOAP body. Throws OnvifError for a fault, a refusal, and for
 * what is no SOAP.
 */
export async function readAnswer(answer: Answer): Promise<XmlElement> {
  const { status, text } = answer;
  if (DENIED.has(status)) throw await denial(answer);
  const body = await bodyOf(text);
  const fault = child(body, 'Fault');
  if (fault) throw faultError(fault);
  if (!body && (status < 400 || NOT_THERE.has(status))) {
    throw new OnvifError('not_onvif', `what answers there speaks no SOAP (HTTP ${status})`);
  }
  if (!body || status >= 300) throw new OnvifError('fault', `it answers HTTP ${status}`);
  // To Set… operations some answer with an empty body.
  return body.children[0] ?? body;
}

/** Whatever comes with these is a refusal; the text only tells whether it is for a while. */
async function denial({ status, text }: Answer): Promise<OnvifError> {
  const fault = await bodyOf(text).then(
    (body) => child(body, 'Fault'),
    () => undefined,
  );
  if (fault) {
    const error = faultError(fault);
    if (error.kind !== 'fault') return error;
  }
  const locked = status === 423 || status === 429 || LOCKED.test(text.slice(0, 4_096));
  return new OnvifError(locked ? 'locked' : 'refused', `it answers HTTP ${status}`);
}

async function bodyOf(text: string): Promise<XmlElement | undefined> {
  // Only what may be an envelope is worth reading: error pages of web servers are not.
  if (!/<(?:[\w.-]+:)?Envelope[\s>]/.test(text)) return undefined;
  const root = await parseXml(text.startsWith('--') ? partOf(text) : text);
  return root.name === 'Envelope' ? child(root, 'Body') : undefined;
}

/** The XML of a multipart answer (MTOM), whose part may be named `<SOAP-ENV:Envelope>` as well. */
function partOf(text: string): string {
  const begins = /<\?xml\s|<(?:[\w.-]+:)?Envelope\s/.exec(text);
  return begins ? text.slice(begins.index) : text;
}

function faultError(fault: XmlElement): OnvifError {
  // SOAP 1.2: Code/Subcode/Subcode; SOAP 1.1: faultcode.
  const codes = [...below(fault, 'Value'), ...below(fault, 'faultcode')].map((one) => localCode(textOf(one)));
  const reason = [...below(fault, 'Text'), ...below(fault, 'faultstring')].map((one) => textOf(one, 200));
  const said = [...codes, ...reason].join(' ');
  const code = codes.at(-1) ?? '';
  if (LOCKED.test(said))
    return new OnvifError('locked', `the camera has locked its accounts: ${cleanLine(said, 200)}`);
  if (REFUSED.test(said)) return new OnvifError('refused', `the camera refuses: ${cleanLine(said, 200)}`);
  return new OnvifError('fault', `the camera says no: ${cleanLine(said, 300)}`, { fault: code });
}

function localCode(text: string): string {
  return text.slice(text.lastIndexOf(':') + 1);
}
