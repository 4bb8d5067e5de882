/** The host in an address, an IPv6 one without its brackets: as sockets take it. Throws where it is no address. */
export function hostIn(address: URL | string): string {
  const { hostname } = typeof address === 'string' ? new URL(address) : address;
  return hostname.replace(/^\[|\]$/g, '');
}
