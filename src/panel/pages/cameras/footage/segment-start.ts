/** A box of ISO 14496-12: where its content begins and ends in the bytes. */
interface Box {
  type: string;
  begin: number;
  end: number;
}

/**
 * Where a piece of a recording begins in the time of its stream, in seconds: a player lays it from there to where it
 * belongs in the day. Undefined while the bytes do not hold the whole of its first fragment's header.
 */
export function segmentStart(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const top = boxes(view, 0, view.byteLength);
  const scales = new Map<number, number>();
  for (const { begin, end } of top.filter(isA('moov')).flatMap(within(view, 'trak'))) {
    const track = boxes(view, begin, end);
    const id = track.filter(isA('tkhd')).map((box) => afterTimes(view, box))[0];
    const scale = track
      .filter(isA('mdia'))
      .flatMap(within(view, 'mdhd'))
      .map((box) => afterTimes(view, box))[0];
    if (id && scale) scales.set(id, scale);
  }
  const starts = top
    .filter(isA('moof'))
    .slice(0, 1)
    .flatMap(within(view, 'traf'))
    .flatMap(({ begin, end }) => {
      const parts = boxes(view, begin, end);
      const header = parts.find(isA('tfhd'));
      const time = parts.find(isA('tfdt'));
      const scale = header && scales.get(view.getUint32(header.begin + 4));
      return time && scale ? [decodeTime(view, time) / scale] : [];
    });
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

const isA =
  (type: string) =>
  (box: Box): boolean =>
    box.type === type;

const within =
  (view: DataView, type: string) =>
  ({ begin, end }: Box): Box[] =>
    boxes(view, begin, end).filter(isA(type));

/** Those that lie wholly in the range, as far as their sizes make sense. */
function boxes(view: DataView, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const size = view.getUint32(at);
    const end = at + size;
    if (size < 8 || end > to) break;
    const letters = [4, 5, 6, 7].map((i) => String.fromCharCode(view.getUint8(at + i)));
    found.push({ type: letters.join(''), begin: at + 8, end });
    at = end;
  }
  return found;
}

/** The number behind creation and modification time, which version 1 of a box writes with 64 bits. */
function afterTimes(view: DataView, { begin }: Box): number {
  return view.getUint32(begin + 4 + (view.getUint8(begin) === 1 ? 16 : 8));
}

function decodeTime(view: DataView, { begin }: Box): number {
  return view.getUint8(begin) === 1 ? Number(view.getBigUint64(begin + 4)) : view.getUint32(begin + 4);
}
