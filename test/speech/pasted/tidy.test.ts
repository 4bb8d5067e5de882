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
