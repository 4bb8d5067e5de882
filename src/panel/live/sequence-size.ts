/** The size that a sequence header in these bytes tells; undefined where there is none (ISO/IEC 11172-2, 2.4.2.3). */
export function sequenceSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  for (let at = bytes.indexOf(0xb3, 3); at !== -1; at = bytes.indexOf(0xb3, at + 1)) {
    if (bytes[at - 1] !== 1 || bytes[at - 2] !== 0 || bytes[at - 3] !== 0) continue;
    const [high, middle, low] = bytes.subarray(at + 1, at + 4);
    if (high === undefined || middle === undefined || low === undefined) return undefined;
    return { width: (high << 4) | (middle >> 4), height: ((middle & 0x0f) << 8) | low };
  }
  return undefined;
}
