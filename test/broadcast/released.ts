import { pause, type Stand } from './stand.ts';

export const WORDS = { title: 'Sơ tán', text: 'Bà con sơ tán ngay.', chime: '' };

async function template(s: Stand, id: string) {
  const { items } = (await s.editor.get('/api/emergency-templates')).body;
  return items.find((item: { id: string }) => item.id === id);
}

/** Waits for something to come. */
export async function until(what: string, come: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await come())) {
    if (performance.now() > end) throw new Error(`${what} has not come`);
    await pause(50);
  }
}

/** A template in force whose audio is made, as a drill too. */
export async function released(s: Stand, more = {}): Promise<string> {
  const { render } = s.app.speech;
  let drill = false;
  s.app.speech.render = async (asked, options) => {
    const audio = await render(asked, options);
    drill ||= asked.preface !== undefined;
    return audio;
  };
  const { id, version } = (await s.editor.post('/api/emergency-templates', { ...WORDS, ...more })).body;
  await s.approver.post(`/api/emergency-templates/${id}/release`, { version });
  await until('its audio', async () => drill && (await template(s, id)).warm);
  s.app.speech.render = render;
  return id;
}
