/**
 * TCVN 5712:1993 VN3 (“ABC”): one byte a letter, shown as these Western characters where the .Vn font is missing.
 * Capital letters with tones have no codes of their own: the fonts ending in H draw the small ones large.
 */
const WRITTEN = '¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ';
const MEANT = 'ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ';

const LETTERS = new Map(Array.from(WRITTEN, (letter, i) => [letter, MEANT.charAt(i)]));

/** `ñy ban nh©n d©n x·` → ủy ban nhân dân xã */
export function fromTcvn3(text: string): string {
  let out = '';
  for (const letter of text) out += LETTERS.get(letter) ?? letter;
  return out;
}
