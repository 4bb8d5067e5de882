/** Stands for a secret that was taken out of an address. */
const SECRET = '***';

const SECRET_KEYS = 'password|passwd|pwd|pass|psw|login(?:pas|pass|pwd)|auth(?:basic)?';
/** What may follow a password behind `_`, which passwords hold as well. */
const OTHER_KEYS =
  'user(?:name)?|usr|login(?:use|user)?|channel|chn|ch|real_stream|stream|subtype|type|onvif|av';
const NEXT = `[_;,](?:${SECRET_KEYS}|${OTHER_KEYS})=`;
const KEY = `([/?&_;,](?:${SECRET_KEYS})=)`;
/** `/user=admin_password=tlJwpbo6_channel=1`, and `/admin:secret/`, but not `/live:1`. */
const IN_PATH = new RegExp(
  `${KEY}((?:(?!${NEXT})[^&/?])+)|(/[^/?&=:]+:)(?!\\d{1,2}(?:[/?]|$))([^/?]+)`,
  'gi',
);
/** `?loginuse=admin&loginpas=secret`: here a secret may hold `/` and `?`. */
const IN_QUERY = new RegExp(`${KEY}((?:(?!${NEXT})[^&])+)`, 'gi');

/**
 * Takes the secrets out of the path and query of an address, where some makers have them (Xiongmai and its many names,
 * Foscam and its like). Userinfo is not looked at. Takes too much rather than too little.
 */
export function takeSecrets(url: string): { shown: string; secrets: string[] } {
  const secrets: string[] = [];
  const shown = eachSecret(url, (secret) => {
    secrets.push(secret);
    return SECRET;
  });
  return { shown, secrets };
}

/** Whether a secret is in its path or query, or was and has been taken out. */
export function holdsSecret(url: string): boolean {
  return takeSecrets(url).secrets.length > 0;
}

/** The address as it was before its secrets were taken out. */
export function putSecrets(shown: string, secrets: readonly string[]): string {
  const left = [...secrets];
  return eachSecret(shown, (secret) => left.shift() ?? secret);
}

function eachSecret(url: string, replace: (secret: string) => string): string {
  const [, authority = '', path = '', query = ''] =
    /^((?:[a-z][a-z0-9+.-]*)?:\/\/[^/?]*)?([^?]*)(.*)$/is.exec(url) ?? [];
  const swap = (_whole: string, key = '', value = '', user = '', secret = '') =>
    `${key || user}${replace(key ? value : secret)}`;
  return (
    authority +
    path.replace(IN_PATH, swap) +
    query.replace(IN_QUERY, (_all, key, value) => swap('', key, value))
  );
}
