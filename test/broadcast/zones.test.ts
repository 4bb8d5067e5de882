import t from 'tap';
import { zonesTouching } from '../../src/broadcast/zones.ts';
import { stand } from './stand.ts';

t.setTimeout(120_000);

t.test('a zone stays as long as something will be played there', async (t) => {
  const s = await stand(t);
  const village = (await s.admin.post('/api/zones', { name: 'Thôn Đông' })).body.id as string;
  s.addSpeaker('Loa 1', { zoneId: village });
  const remove = () => s.admin.delete(`/api/zones/${village}`);
  const bulletinId = await s.approved();
  const play = { zoneIds: [village], at: s.now() + 7 * 86_400_000 };
  const { body: planned } = await s.editor.post(`/api/bulletins/${bulletinId}/play`, play);
  t.match(await remove(), {
    status: 409,
    body: { error: { code: 'zone.in_use', message: /1 lượt phát đã hẹn giờ/, messageEn: /1 playouts/ } },
  });
  await s.editor.post(`/api/playouts/${planned.id}/cancel`);
  s.app.settings.find('broadcast')?.set({ drillZone: village });
  t.match(await remove(), {
    status: 409,
    body: { error: { code: 'zone.in_use', message: /nơi diễn tập/ } },
  });
  s.app.settings.find('broadcast')?.set({ drillZone: '' });
  t.equal((await remove()).status, 204);
});

t.test('which zones share speakers: one’s own, all below and all around', async (t) => {
  const { app, zone } = await stand(t);
  const east = app.commune.tree.create({ name: 'Thôn Đông' }).id;
  const part = app.commune.tree.create({ name: 'Cụm 1', parentId: east }).id;
  const sister = app.commune.tree.create({ name: 'Cụm 2', parentId: east }).id;
  const west = app.commune.tree.create({ name: 'Thôn Tây' }).id;
  const touching = (...ids: string[]) => new Set(zonesTouching(app.commune, ids));
  t.same(touching(part), new Set([part, east, zone]));
  t.same(touching(east), new Set([east, part, sister, zone]));
  t.same(touching(part, sister), new Set([part, sister, east, zone]));
  t.same(touching(zone), new Set([zone, east, part, sister, west]));
  t.same(touching(west, part), new Set([west, part, east, zone]));
  for (const a of [zone, east, part, sister, west]) {
    for (const b of [zone, east, part, sister, west]) {
      const below = new Set(app.commune.withDescendants([b]));
      const shares = app.commune.withDescendants([a]).some((id) => below.has(id));
      t.equal(touching(b).has(a), shares);
    }
  }
});
