import type { spawn } from 'node:child_process';
import type { Config } from '../../config/schema.ts';
import type { SpeakersHealth } from '../../speakers/index.ts';
import type { AuditVerdict } from '../../web/identity/index.ts';
import { checkAudit } from './audit.ts';
import { checkBroker } from './broker.ts';
import { checkBackup, checkDatabase } from './database.ts';
import { type Finding, failed, ok, type Result, type Text, text } from './finding.ts';
import { checkClock, checkData, checkDisk } from './machine.ts';
import { checkAddresses, checkCertificates, checkPorts, type Place } from './network.ts';
import { checkFfmpeg, checkPdf, checkVoices } from './programs.ts';

/** What the checks look at; the station and the command line each tell what they know. */
export interface Patient {
  config: Config;
  /** UTC ms as the station reckons it, and as the machine's own clock says. */
  now: () => number;
  wall: () => number;
  /** The newest instant that the station has written down; undefined where nothing is known. */
  clockFloor: () => number | undefined;
  run: typeof spawn;
  /** A station runs on this data folder. */
  running: boolean;
  places: () => Place[];
  /** What a checked copy of the database says; `unchecked`: there is no room for one. */
  database: () => Promise<'sound' | 'unchecked' | { fault: string }>;
  /** undefined: the database cannot be read. */
  backup: () => { hasCode: boolean; lastGoodAt: number | null } | undefined;
  /** Whether the backups lie on the data's disk; throws where their folder does not answer. */
  sameDisk: () => Promise<boolean>;
  /** What reading the audit log back has shown, or what is wrong with the key; undefined where it cannot be judged. */
  audit: () => Promise<AuditVerdict | { key: Text } | undefined>;
  /** The running station's broker and speakers; undefined where it does not answer. */
  speakers: () => Promise<SpeakersHealth | undefined>;
  /** The running station's own probes, `ok` or what is wrong; undefined where it does not answer. */
  probes: () => Promise<Record<string, string> | undefined>;
}

type Check = (patient: Patient) => Promise<Result>;

const CHECKS: [id: string, title: Text, check: Check][] = [
  ['station', text('Trạm Số', 'Station'), checkStation],
  ['data', text('Thư mục dữ liệu', 'Data folder'), checkData],
  ['disk', text('Ổ đĩa', 'Disk'), checkDisk],
  ['clock', text('Đồng hồ', 'Clock'), checkClock],
  ['database', text('Cơ sở dữ liệu', 'Database'), checkDatabase],
  ['audit', text('Nhật ký hệ thống', 'Audit log'), checkAudit],
  ['backup', text('Sao lưu', 'Backup'), checkBackup],
  ['ffmpeg', text('Xử lý âm thanh (ffmpeg)', 'Audio (ffmpeg)'), checkFfmpeg],
  ['voices', text('Giọng đọc', 'Voices'), checkVoices],
  ['pdf', text('Đọc tệp PDF', 'PDF files'), checkPdf],
  ['broker', text('Kết nối cụm loa', 'Speakers'), checkBroker],
  ['addresses', text('Địa chỉ mạng', 'Addresses'), checkAddresses],
  ['ports', text('Cổng mạng', 'Ports'), checkPorts],
  ['certificates', text('Chứng chỉ', 'Certificates'), checkCertificates],
];

/** A mount that hangs, a program that waits: the other findings come all the same. */
const CHECK_MS = 60_000;

/** Runs every check; a check that fails or hangs is a finding too. */
export function examine(patient: Patient): Promise<Finding[]> {
  return Promise.all(
    CHECKS.map(async ([id, title, check]) => ({ id, title, ...(await resultOf(check, patient)) })),
  );
}

async function resultOf(check: Check, patient: Patient): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_MS / 1000} s`)), CHECK_MS);
  });
  try {
    return await Promise.race([check(patient), late]);
  } catch (error) {
    const { message } = error as Error;
    return failed(
      text(`không kiểm tra được: ${message}`, `could not be checked: ${message}`),
      text('Xem nhật ký của Trạm Số.', 'Read the log of the station.'),
    );
  } finally {
    clearTimeout(timer);
  }
}

async function checkStation({ running, probes }: Patient): Promise<Result> {
  if (!running) return ok('không chạy', 'not running');
  const answers = await probes();
  const advice = text(
    'Xem nhật ký; nếu không tự hết, khởi động lại.',
    'Read its log; if it stays, restart it.',
  );
  if (answers === undefined) {
    return failed(text('đang chạy nhưng không trả lời', 'runs, but does not answer'), advice);
  }
  const wrong = Object.entries(answers).filter(([, answer]) => answer !== 'ok');
  if (wrong.length === 0) return ok('đang chạy, mọi phần đều tốt', 'runs, all parts are well');
  const list = wrong.map(([name, answer]) => `${name}: ${answer}`).join('; ');
  return failed(text(list, list), advice);
}
