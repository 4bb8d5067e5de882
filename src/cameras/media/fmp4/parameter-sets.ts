/** NAL units that hold a sequence parameter set, by codec: ITU-T H.264 table 7-1, H.265 table 7-1. */
const SEQUENCE_SETS: Readonly<Record<string, (first: number) => boolean>> = {
  h264: (first) => (first & 0x1f) === 7,
  hevc: (first) => ((first >> 1) & 0x3f) === 33,
};
const LENGTH_BYTES = 4;
/** They stand before the pictures; a set is a few dozen bytes. */
const LOOKED_AT = 8;
const LONGEST_SET = 1_024;

/**
 * The sequence parameter sets at the beginning of the first sample, as text to compare: they tell the picture's size
 * and profile. Empty where the camera sends them only in its SDP, and for other codecs.
 *
 * @param mdat body whose first sample is a key frame; NAL units have a length of four bytes (ffmpeg's own choice)
 */
export function parameterSets(mdat: Buffer, codec: string): string {
  const isSet = SEQUENCE_SETS[codec];
  let found = '';
  for (let at = 0, looked = 0; isSet && looked < LOOKED_AT && at + LENGTH_BYTES < mdat.length; looked++) {
    const size = mdat.readUInt32BE(at);
    const from = at + LENGTH_BYTES;
    if (size === 0 || from + size > mdat.length) break;
    if (isSet(mdat.readUInt8(from)) && size <= LONGEST_SET)
      found += mdat.toString('latin1', from, from + size);
    at = from + size;
  }
  return found;
}
