import t from 'tap';
import { convertLegacy, legacyEncodingOf } from '../../../src/speech/pasted/encoding.ts';

/** [encoding, as it is pasted, what it means]: typed by hand in the layouts of TCVN 5712 and VNI-Windows. */
const TEXTS = [
  [
    'tcvn3',
    'ñy ban nh©n d©n x· th«ng b¸o lÞch tiªm chñng cho trÎ em tõ 2 ®Õn 4 th¸ng tuæi',
    'ủy ban nhân dân xã thông báo lịch tiêm chủng cho trẻ em từ 2 đến 4 tháng tuổi',
  ],
  ['tcvn3', 'Céng hßa x· héi chñ nghÜa ViÖt Nam', 'Cộng hòa xã hội chủ nghĩa Việt Nam'],
  [
    'tcvn3',
    'Tr\u00adêng häc nghØ phßng chèng b·o, ng\u00adêi d©n ch\u00ada ®i l¹i',
    'Trường học nghỉ phòng chống bão, người dân chưa đi lại',
  ],
  [
    'vni',
    'uûy ban nhaân daân xaõ thoâng baùo lòch tieâm chuûng cho treû em',
    'ủy ban nhân dân xã thông báo lịch tiêm chủng cho trẻ em',
  ],
  [
    'vni',
    'COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM Ñoäc laäp - Töï do - Haïnh phuùc',
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc',
  ],
  [
    'vni',
    'Ñeà nghò baø con khaån tröông di dôøi ñeán nôi an toaøn, khoâng qua soâng suoái',
    'Đề nghị bà con khẩn trương di dời đến nơi an toàn, không qua sông suối',
  ],
  ['vni', 'Nôi nhaän: - Nhö treân; - Löu: VT, VP, HÑND.', 'Nơi nhận: - Như trên; - Lưu: VT, VP, HĐND.'],
  [
    'tcvn3',
    'BÇu cö §BQH khãa XVI vµ H§ND c¸c cÊp, “ngµy héi” lín nhÊt n¨m',
    'Bầu cử ĐBQH khóa XVI và HĐND các cấp, “ngày hội” lớn nhất năm',
  ],
  [
    'tcvn3',
    'Søc giã m¹nh nhÊt cÊp 12 (118-133km/giê), giËt cÊp 15.',
    'Sức gió mạnh nhất cấp 12 (118-133km/giờ), giật cấp 15.',
  ],
] as const;

for (const [encoding, pasted, meant] of TEXTS) {
  t.test(meant, async (t) => {
    t.equal(legacyEncodingOf(pasted), encoding);
    t.equal(convertLegacy(pasted, encoding), meant);
    t.equal(legacyEncodingOf(meant), undefined, 'what it means is text of today');
  });
}

t.test('text of today and of elsewhere is left alone', async (t) => {
  for (const text of [
    '',
    'Ủy ban nhân dân xã thông báo',
    'Ủy ban nhân dân xã thông báo'.normalize('NFD'),
    'BÀ TRIỆU ĐÌNH LÀNG ÔNG BÀ',
    'hòa bình, hoà bình, thuý, thúy, khoẻ, khỏe',
    'café résumé naïve déjà vu',
    'Größe, Straße, Übung, schön, für, über',
    '© ® « » ¢ £ ¥',
    'UBND xa thong bao',
  ])
    t.equal(legacyEncodingOf(text), undefined, text);
});

t.test('every letter of the alphabet with every mark', async (t) => {
  const letters = 'àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđ';
  const tcvn3 = 'µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¨©ª«¬\u00ad®';
  t.equal(convertLegacy(tcvn3, 'tcvn3'), letters);
  const vni =
    'aøaûaõaùaïaèaúaüaéaëaàaåaãaáaäeøeûeõeùeïeàeåeãeáeäìæóíòoøoûoõoùoïoàoåoãoáoäôøôûôõôùôïuøuûuõuùuïöøöûöõöùöïyøyûyõyùîaêaâeâoâôöñ';
  t.equal(convertLegacy(vni, 'vni'), letters);
});
