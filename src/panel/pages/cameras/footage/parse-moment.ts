import { parseTime } from '../../../format/time.ts';

/** The second of a day that a person means by `14:05:10`, `14h05'10`, `140510` or `14:05`, as `HH:MM:SS`. */
export function parseMoment(text: string): string | undefined {
  const match = /^\s*(\d{1,2})\s*[:hg.]?\s*(\d{2})\s*[:'p.]?\s*(\d{2})\s*(?:s|''|")?\s*$/i.exec(text);
  if (!match) {
    const time = parseTime(text);
    return time && `${time}:00`;
  }
  const [, hour = '', minute = '', second = ''] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${hour.padStart(2, '0')}:${minute}:${second}`;
}
