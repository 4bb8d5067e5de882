/** What a person at the machine needs at the start. */
export interface Welcome {
  readyMs: number;
  /** `http://127.0.0.1:8080` */
  here: string | undefined;
  /** Addresses for other machines; empty while only this machine is served. */
  elsewhere: readonly string[];
  caFingerprint: string | undefined;
  /** Creates the first account; null once there is one. */
  firstRunCode: string | null;
  /** Shown this once, when it was made just now. */
  recoveryCode: string | undefined;
}

const seconds = (ms: number) => (ms / 1000).toFixed(1).replace('.', ',');

/** The lines printed at the start, in Vietnamese. */
export function welcome(facts: Welcome): string {
  const { here, elsewhere, caFingerprint, firstRunCode, recoveryCode } = facts;
  const lines = ['', `Trạm Số đã sẵn sàng (sau ${seconds(facts.readyMs)} giây).`];
  if (here) lines.push(`  Mở trên máy này:        ${here}`);
  for (const url of elsewhere) lines.push(`  Mở từ máy khác:         ${url}`);
  if (elsewhere.length === 0) lines.push('  Chỉ máy này mở được. Để máy khác trong mạng mở được: thêm --lan');
  // Also where nobody else can open it yet: the first page of the set-up shows it and speaks of this screen.
  if (caFingerprint) {
    lines.push('  Dấu vân tay chứng chỉ (so trước khi cài trên máy khác):', `    ${caFingerprint}`);
  }
  if (firstRunCode) {
    lines.push('', `  MÃ KHỞI TẠO để tạo tài khoản quản trị (dùng một lần, trong 24 giờ):  ${firstRunCode}`);
  }
  if (recoveryCode) {
    lines.push(
      '',
      '  MÃ KHÔI PHỤC, chỉ hiện một lần. Hãy chép ra giấy và cất ở nơi khác với Trạm Số:',
      `      ${recoveryCode}`,
      '  Không có mã này thì không ai mở được bản sao lưu.',
    );
  }
  lines.push('', '  Dừng Trạm Số: Ctrl+C', '');
  return lines.join('\n');
}
