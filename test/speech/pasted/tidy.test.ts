import t from 'tap';
import { readPasted } from '../../../src/speech/pasted/index.ts';
import { tidyPasted } from '../../../src/speech/pasted/tidy.ts';

t.test('what only printing needs goes', async (t) => {
  t.same(tidyPasted('ủy\u00ad ban\u200b \ufeffnhân\u00a0 dân\u0007'), {
    text: 'ủy ban nhân dân',
    tidied: ['invisible', 'spaces'],
  });
  t.same(tidyPasted('wi-\ufb01'), { text: 'wi-fi', tidied: ['ligatures'] });
  t.same(tidyPasted('Cần mang:\r\n•\tCăn cước\r\n\uf0b7 Thẻ bảo hiểm'), {
    text: 'Cần mang:\n- Căn cước\n- Thẻ bảo hiểm',
    tidied: ['bullets'],
  });
  t.same(tidyPasted('Xin chào bà con.'), { text: 'Xin chào bà con.', tidied: [] });
});

t.test('lines that a page has broken are joined, others stay', async (t) => {
  const broken = [
    'THÔNG BÁO',
    'Về việc tiêm chủng',
    'Ủy ban nhân dân xã thông báo lịch tiêm chủng mở rộng cho trẻ em',
    'trong độ tuổi vào sáng thứ Tư tại trạm y tế xã, đề nghị các gia đình',
    'Nguyễn Xá, Trần Xá đưa trẻ đến đúng giờ.',
    'Khi đi mang theo:',
    '- Sổ tiêm chủng của trẻ và giấy tờ tùy thân của người đưa trẻ đi',
    '- Thẻ bảo hiểm y tế',
  ];
  t.equal(
    tidyPasted(broken.join('\n')).text,
    [broken[0], broken[1], broken.slice(2, 5).join(' '), broken[5], broken[6], broken[7]].join('\n'),
  );
});

t.test('the letters come first: in TCVN3 a soft hyphen is an ư', async (t) => {
  t.same(readPasted('ng\u00adêi d©n x·\tth«ng b¸o'), {
    text: 'người dân xã thông báo',
    encoding: 'tcvn3',
    tidied: ['spaces'],
  });
});

t.test('columns stay apart', async (t) => {
  const rows = ['STT\tHọ tên\tThôn\tSố tiền', '1\tLê Văn An\t3\t500.000'].join('\n');
  t.equal(tidyPasted(rows).text, 'STT, Họ tên, Thôn, Số tiền\n1, Lê Văn An, 3, 500.000');
  t.equal(tidyPasted('Số: 12/TB-UBND\t\tPhú Sơn, ngày 2').text, 'Số: 12/TB-UBND, Phú Sơn, ngày 2');
  t.equal(tidyPasted('Số: 12/TB-UBND          Phú Sơn').text, 'Số: 12/TB-UBND, Phú Sơn');
  t.equal(tidyPasted('1.\tThời gian:\t7h30').text, '1. Thời gian: 7h30', 'a stop is enough');
  t.equal(tidyPasted('-     Họp   thôn').text, '- Họp thôn', 'a sentence drawn apart to fill its line');
});

t.test('a heading of some length is no broken line', async (t) => {
  const lines = [
    'THÔNG BÁO',
    'Về việc tạm ngừng cung cấp nước sạch trên địa bàn xã',
    'Kính gửi: Toàn thể nhân dân',
  ];
  t.equal(tidyPasted(lines.join('\n')).text, lines.join('\n'));
});

t.test('one endless word takes no longer than many', async (t) => {
  const begun = performance.now();
  tidyPasted(`${'a'.repeat(40_000)}\n`);
  t.ok(performance.now() - begun < 500);
});
