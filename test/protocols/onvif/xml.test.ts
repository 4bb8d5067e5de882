import fc from 'fast-check';
import t from 'tap';
import { OnvifError } from '../../../src/protocols/onvif/error.ts';
import { escapeXml } from '../../../src/protocols/onvif/escape.ts';
import { attribute, below, child, cleanLine, textOf } from '../../../src/protocols/onvif/pick.ts';
import { parseSmallXml, parseXml } from '../../../src/protocols/onvif/xml.ts';

t.test('prefixes, CDATA and entities of XML', async (t) => {
  const root = await parseXml(
    '\uFEFF\r\n<?xml version="1.0"?><a:R xmlns:a="x"><b k:t="1 &amp; 2"> Cổng &#x1EE7;y &lt;b&gt; <![CDATA[<c>]]></b></a:R>\0\0tail',
  );
  t.equal(root.name, 'R');
  t.equal(textOf(child(root, 'b')), 'Cổng ủy <b> <c>');
  t.equal(attribute(child(root, 'b'), 't'), '1 & 2');
  t.same([...below(root, 'none')], []);
});

t.test('what is no good is refused', async (t) => {
  const bomb = `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><l>&b;&b;</l>`;
  const bad = {
    bomb,
    external: '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
    'DTD elsewhere': '<!DOCTYPE r SYSTEM "http://192.0.2.1/x.dtd"><r/>',
    'unknown entity': '<r>&xxe;</r>',
    'cut off': '<r><a>',
    crossed: '<r><a></r></a>',
    'too deep': '<a>'.repeat(41) + '</a>'.repeat(41),
    'too many': `<r>${'<a/>'.repeat(40_001)}</r>`,
    empty: '',
    html: '<html><body><br>Not found</body></html>',
    binary: '\u0000\u0001PNG',
  };
  for (const [name, text] of Object.entries(bad)) {
    await t.rejects(parseXml(text), { name: 'OnvifError', kind: 'malformed' }, name);
  }
});

t.test('half a megabyte holds nobody up', async (t) => {
  const text = `<r>${'<tt:Profiles token="P1"><tt:Name>main</tt:Name></tt:Profiles>'.repeat(9_000)}</r>`;
  let [longest, turns, last] = [0, 0, performance.now()];
  let reading = true;
  const turn = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    turns += 1;
    if (reading) setImmediate(turn);
  };
  setImmediate(turn);
  const root = await parseXml(text);
  reading = false;
  t.equal(root.children.length, 9_000);
  t.ok(turns > 50, `others had ${turns} turns, the longest wait was ${longest.toFixed(1)} ms`);
});

t.test('any text is read or refused', async () => {
  const noise = fc.array(
    fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '</',
        '/>',
        '<!',
        '<![CDATA[',
        ']]>',
        '&',
        ';',
        '<?',
        '?>',
        '"',
        '=',
        '<a',
        '<a>',
        '</a>',
        '\0',
      ),
      fc.string({ maxLength: 8, unit: 'binary' }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(noise, (parts) => {
      try {
        parseSmallXml(`<a>${parts.join('')}`);
      } catch (error) {
        if (!(error instanceof OnvifError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});

t.test('what is escaped comes back', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const back = parseSmallXml(`<a b="${escapeXml(text)}">x${escapeXml(text)}x</a>`);
      const kept = parseSmallXml(`<a>x${escapeXml(text)}x</a>`).text;
      if (back.text !== kept) throw new Error('unlike');
    }),
  );
  t.equal(parseSmallXml(`<a>${escapeXml(`Ủy ban & "<'>`)}</a>`).text, `Ủy ban & "<'>`);
  t.equal(escapeXml('a\u0000b\uD800'), 'ab\uFFFD');
  t.equal(cleanLine('a\r\n\u202Eb\u0007  c', 4), 'a b ');
});

t.test('an element with more attributes than any camera’s is refused, quickly', async (t) => {
  const attributes = Array.from({ length: 130_000 }, (_none, index) => `a${index}="1"`).join(' ');
  const began = performance.now();
  await t.rejects(parseXml(`<a ${attributes}/>`), OnvifError);
  t.ok(performance.now() - began < 100, 'after the first of them');
  const some = Array.from({ length: 60 }, (_none, index) => `a${index}="1"`).join(' ');
  t.equal((await parseXml(`<a ${some}><b ${some}/></a>`)).attributes.size, 60);
});
