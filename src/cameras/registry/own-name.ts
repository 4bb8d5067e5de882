import { nameKey } from '../../names.ts';

/** What makers call all their cameras, word by word; numbers are left out before. */
const MAKERS_WORDS = new Set(
  (
    'ip ipc ipcam ipcamera cam camera cameras netcam webcam nvr dvr xvr hvr nvt onvif hd uhd fhd net network embedded ' +
    'digital video audio channel ch lens stream mainstream device encoder decoder recorder server transmitter ' +
    'networkvideotransmitter dome bullet turret ptz speed mini smart wifi wireless home outdoor indoor general generic ' +
    'default unknown none null name my new test admin root localhost kênh'
  ).split(' '),
);

export interface Introduction {
  /** By which it calls itself. */
  name: string;
  /** All else that it and the box say of it: maker, model, serial number, MAC addresses, profile. */
  traits: readonly string[];
}

/**
 * The name that somebody has given a device in its own settings; '' for one that it came with: its maker, its model,
 * its number, or what all are called (`IPCamera`, `Network Video Recorder`).
 */
export function givenName({ name, traits }: Introduction): string {
  const known = new Set(traits.flatMap(wordsOf));
  const whole = traits.map((trait) => nameKey(trait).replace(/[^\p{L}\p{M}\p{N}]/gu, ''));
  const isGiven = wordsOf(name).some(
    (word) =>
      !MAKERS_WORDS.has(word.replace(/\d+$/, '')) &&
      !known.has(word) &&
      // `DS-2CD2043` of a DS-2CD2043G2-I, `C8EE` of a MAC address.
      !(word.length > 3 && whole.some((trait) => trait.includes(word))),
  );
  return isGiven ? name : '';
}

/** Words that hold a letter. */
function wordsOf(text: string): string[] {
  return nameKey(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => /\p{L}/u.test(word));
}
