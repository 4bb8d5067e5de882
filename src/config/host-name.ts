import { domainToASCII } from 'node:url';

/** Labels of letters, digits, hyphens; and underscores, which some machines have in their names. */
const HOST_NAME = /^(?!.{254})(?!-)[a-z\d_-]{1,63}(?<!-)(\.(?!-)[a-z\d_-]{1,63}(?<!-))*$/;

/** A host name as browsers send it and certificates carry it: `xã-tân` is `xn--x-tn-doad`; undefined where it is none. */
export function hostName(text: string): string | undefined {
  const ascii = domainToASCII(text);
  return HOST_NAME.test(ascii) ? ascii : undefined;
}
