import { isIPv4, isIPv6 } from 'node:net';
import { hostName } from '../../config/host-name.ts';
import { invalid } from '../../errors.ts';
import type { Account } from '../parts.ts';

const LONGEST = 1000;
/** Host, port, and the rest. */
const PARTS = /^(\[[0-9a-f:.]+\]|[^\s/?#:@]+)(?::(\d{1,5}))?([/?#].*)?$/is;

export interface RtspAddress {
  /** Without userinfo; only characters that may stand in an address. */
  url: string;
  /** Address or name. */
  host: string;
  /** What stood before the @. */
  account: Account | null;
}

/**
 * Takes an RTSP address as people paste it: with a user name and a password that may hold `@ : / # % &` as they are
 * or percent-encoded. Throws `input.invalid` naming `field`.
 */
export function readRtspUrl(text: string, field = 'url'): RtspAddress {
  const [, scheme = '', rest = ''] = /^(rtsps?):\/\/(.+)$/is.exec(text.trim()) ?? [];
  const split = splitUserinfo(rest);
  if (!scheme || !split) {
    throw invalid(
      field,
      'phải có dạng rtsp://địa-chỉ:cổng/đường-dẫn',
      'it must look like rtsp://address:port/path',
    );
  }
  const { userinfo, host, port, path } = split;
  const url = `${scheme.toLowerCase()}://${host}${port ? `:${port}` : ''}${cleanPath(path)}`;
  if (url.length > LONGEST) throw invalid(field, 'địa chỉ dài quá', 'it is too long');
  return { url, host: host.replace(/^\[|\]$/g, ''), account: userinfo === null ? null : accountOf(userinfo) };
}

interface Split {
  userinfo: string | null;
  host: string;
  port: string;
  path: string;
}

/** The @ that ends the userinfo: behind it stands a host. Where several could be, an IP address is the likelier host. */
function splitUserinfo(rest: string): Split | undefined {
  const ends = [-1, ...[...rest.matchAll(/@/g)].map(({ index }) => index)];
  const splits = ends.flatMap((end): Split[] => {
    const [, name = '', port = '', path = ''] = PARTS.exec(rest.slice(end + 1)) ?? [];
    const host = cleanHost(name);
    if (!host || !isPort(port)) return [];
    return [{ userinfo: end === -1 ? null : rest.slice(0, end), host, port, path }];
  });
  const byAddress = splits.filter(({ host }) => isIPv4(host) || host.startsWith('['));
  return byAddress.at(-1) ?? splits.at(-1);
}

function cleanHost(text: string): string | undefined {
  const inner = /^\[(.+)\]$/.exec(text)?.[1];
  if (inner !== undefined) return isIPv6(inner) ? text.toLowerCase() : undefined;
  if (isIPv4(text)) return text;
  // `2` and `0x7f.1` are read as addresses, which nobody means here.
  const name = hostName(text);
  return name === undefined || isIPv4(name) ? undefined : name;
}

function isPort(text: string): boolean {
  return text === '' || (Number(text) >= 1 && Number(text) <= 65_535);
}

/** Characters that have no place in an address are percent-encoded: no quote, blank or line break is ever left. */
function cleanPath(path: string): string {
  return path.replace(/[^!#$%&()*+,\-./0-9:;=?@A-Z[\]_a-z~]/gu, (letter) =>
    [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

function accountOf(userinfo: string): Account {
  const colon = userinfo.indexOf(':');
  const username = colon === -1 ? userinfo : userinfo.slice(0, colon);
  const password = colon === -1 ? '' : userinfo.slice(colon + 1);
  return { username: decoded(username), password: decoded(password) };
}

/** Percent-encoded as an address should be; a stray % means that it was not. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
