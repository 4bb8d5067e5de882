import t from 'tap';
import { BroadcastSettings } from '../../src/broadcast/config.ts';

interface Worded {
  title?: string;
  titleEn?: string;
  description?: string;
  descriptionEn?: string;
}

t.test('every setting is named and explained in both languages', async (t) => {
  const properties = Object.entries<object>(BroadcastSettings.properties);
  const words: [string, object][] = [['broadcast', BroadcastSettings], ...properties];
  for (const [name, schema] of words) {
    const { title, titleEn, description, descriptionEn }: Worded = schema;
    t.match(title, /[à-ỹđ]/i, name);
    t.match(titleEn, /^[\x20-\x7e]+$/, name);
    t.equal(description === undefined, descriptionEn === undefined, name);
    if (descriptionEn) t.match(descriptionEn, /^[\x20-\x7e]+$/, name);
  }
});
