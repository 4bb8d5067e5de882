import packageJson from '../../../package.json' with { type: 'json' };
import { type Clock, LOCAL_OFFSET_MS } from '../../clock.ts';
import type { Missing } from './export-gaps.ts';
import type { Source } from './export-sources.ts';
import type { ExportRow } from './exports-repository.ts';
import { type Identity, type IdentityRow, NOBODY } from './identities-repository.ts';

/** One MP4 of an export. */
export interface ExportedFile {
  name: string;
  bytes: number;
  sha256: string;
  sources: readonly Source[];
}

/** What an export holds, and what not. */
export interface ExportContents {
  files: readonly ExportedFile[];
  /** SHA-256 of each whole segment, by id. */
  hashes: ReadonlyMap<string, string>;
  missing: Missing;
}

export interface ManifestInput {
  row: ExportRow;
  camera: {
    /** Who it was at the beginning of the range; undefined where nobody knows any more. */
    was: IdentityRow | undefined;
    /** What became of it inside the range. */
    changes: readonly IdentityRow[];
    /** UTC ms; undefined where it is still there, or was removed before that was written down. */
    removedAt: number | undefined;
  };
  station: { id: string; name: string; code: string };
  contents: ExportContents;
  /** Whether it is believed when the export is made is told too. */
  clock: Pick<Clock, 'now' | 'trusted'>;
}

/** An instant for people and programs: UTC ms, and local time with its offset. */
const instant = (at: number) => ({
  utcMs: at,
  local: `${new Date(at + LOCAL_OFFSET_MS).toISOString().slice(0, -1)}+07:00`,
});
const stretch = (from: number, to: number) => ({ from: instant(from), to: instant(to) });

/** What an export is made of, so that it can be checked by somebody who has never seen this station. */
export function manifestOf(input: ManifestInput): object {
  const { row, camera, station, clock } = input;
  const { files, hashes, missing } = input.contents;
  const sources = files.flatMap((file) => file.sources);
  return {
    kind: 'tramso.camera-export',
    version: 1,
    id: row.id,
    station,
    software: `Trạm Số ${packageJson.version}`,
    camera: { id: row.cameraId, ...identityOf(camera.was) },
    cameraChanges: camera.changes.map((change) => ({ at: instant(change.at), ...identityOf(change) })),
    cameraRemovedAt: camera.removedAt === undefined ? null : instant(camera.removedAt),
    asked: stretch(row.from, row.to),
    contained: stretch(sources[0]?.from ?? row.from, sources.at(-1)?.to ?? row.to),
    reason: row.reason,
    askedBy: row.createdBy,
    askedAt: instant(row.createdAt),
    madeAt: instant(clock.now()),
    clock: {
      said: 'All instants are of the station’s clock; driftMs is the camera’s clock minus it, as last measured.',
      trusted: clock.trusted(),
    },
    files: files.map(({ name, bytes, sha256, sources: pieces }) => ({
      name,
      bytes,
      sha256,
      pieces: offsets(pieces).map(({ source, offsetMs }) => ({
        segment: source.segment.id,
        offsetMs,
        ...stretch(source.from, source.to),
      })),
    })),
    segments: sources.map(({ segment }) => ({
      id: segment.id,
      ...stretch(segment.startedAt, segment.endedAt),
      cameraClockAtStart: segment.cameraAt === null ? null : instant(segment.cameraAt),
      driftMs: segment.driftMs,
      recorded: segment.reason,
      bytes: segment.bytes,
      sha256: hashes.get(segment.id) ?? null,
    })),
    missingMs: missing.ms,
    gaps: missing.gaps.map(({ from, to, why, reason }) => ({ ...stretch(from, to), why, reason })),
  };
}

/** As the camera was, in the order in which people ask. */
function identityOf(was: Identity = NOBODY): Identity {
  const { name, zone, place, maker, model, serial, firmware, channel } = was;
  return { name, zone, place, maker, model, serial, firmware, channel };
}

/** Where each piece begins inside its file, ms: holes between them are closed up there. */
function offsets(sources: readonly Source[]): { source: Source; offsetMs: number }[] {
  let offsetMs = 0;
  return sources.map((source) => {
    const here = { source, offsetMs };
    offsetMs += source.to - source.from;
    return here;
  });
}

/** What the receiver reads first; `missing` in words, where the file is shorter than what was asked for. */
export const readFirst = (missing: string) => `HÌNH GHI TỪ CAMERA, XUẤT TỪ TRẠM SỐ

Tệp .mp4 là hình ghi, sao nguyên từ luồng của camera, không mã hóa lại.
manifest.json ghi camera, khoảng thời gian, lý do, người yêu cầu và mã SHA-256 của từng tệp.
Để kiểm tra tệp chưa bị sửa, so mã SHA-256 trong manifest.json với mã tính lại:
  Linux:   sha256sum TỆP.mp4
  Windows: certutil -hashfile TỆP.mp4 SHA256
Giờ trong manifest.json là giờ của Trạm Số (UTC+7). driftMs là giờ của camera trừ giờ của Trạm Số, tính bằng
mili giây. Giờ in trên hình, nếu có, là giờ của camera.

CAMERA RECORDING, EXPORTED FROM A TRAM SO STATION

The .mp4 files are the recording, copied from the camera's stream and not encoded again. manifest.json tells the
camera, the range, the reason, who asked, and the SHA-256 of each file. To check that a file was not changed, compare
that with one reckoned anew, as above. Times are of the station's clock (UTC+7).
${missing}`;
