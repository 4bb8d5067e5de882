import type { XmlElement } from './xml.ts';

/** Strict picking out of answers: what is missing or of another kind is '' or null, never a guess. */

/** The first element along a path of names, each a child of the one before. */
export function child(from: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  let at = from;
  for (const name of path) at = at?.children.find((one) => one.name === name);
  return at;
}

export function childrenOf(from: XmlElement | undefined, name: string): XmlElement[] {
  return from?.children.filter((one) => one.name === name) ?? [];
}

/** All below, in document order, the element itself left out; answers are at most 40 deep. */
export function* below(from: XmlElement | undefined, name: string): Generator<XmlElement> {
  for (const one of from?.children ?? []) {
    if (one.name === name) yield one;
    yield* below(one, name);
  }
}

/** One line without control characters, cut to `max`; '' where there is none. */
export function textOf(from: XmlElement | undefined, max = 100): string {
  return cleanLine(from?.text ?? '', max);
}

export function attribute(from: XmlElement | undefined, name: string, max = 200): string {
  return cleanLine(from?.attributes.get(name) ?? '', max);
}

/** A whole number of 0…2³¹−1; 0 for anything else. */
export function countOf(from: XmlElement | undefined): number {
  return Math.trunc(amountOf(from));
}

/** A number of 0…2³¹−1; 0 for anything else. */
export function amountOf(from: XmlElement | undefined): number {
  const value = from === undefined || from.text === '' ? 0 : Number(from.text);
  return value >= 0 && value < 2 ** 31 ? value : 0;
}

/** xs:boolean. */
export function truth(text: string): boolean {
  return text === 'true' || text === '1';
}

/** xs:dateTime as UTC ms; what names no zone is taken as UTC, as ONVIF means it. Null for anything else. */
export function instantOf(text: string): number | null {
  const [, moment, zone = 'Z'] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const at = moment === undefined ? Number.NaN : Date.parse(moment + zone);
  return Number.isNaN(at) ? null : at;
}

export function cleanLine(text: string, max: number): string {
  const line = text.slice(0, max * 4).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ');
  return Array.from(line.trim()).slice(0, max).join('');
}
