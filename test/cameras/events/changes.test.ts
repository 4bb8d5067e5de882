import fc from 'fast-check';
import t from 'tap';
import { createChanges } from '../../../src/cameras/events/changes.ts';
import { channelOf } from '../../../src/cameras/events/channel.ts';
import { cameraOf } from '../health/rig.ts';

t.test('any sequence: begin and end take turns', async () => {
  const heard = fc.record({ active: fc.boolean(), source: fc.constantFrom('a', 'b'), lost: fc.boolean() });
  fc.assert(
    fc.property(fc.array(heard, { maxLength: 30 }), (all) => {
      const changes = createChanges(() => 0);
      const last = new Map<string, boolean>();
      const follows = ({ source, active }: { source: string; active: boolean }) => {
        const isTurn = (last.get(source) ?? false) !== active;
        last.set(source, active);
        return isTurn;
      };
      return all.every(({ active, source, lost }) => {
        if (lost) return changes.lost(['c']).every(follows);
        const news = changes.hear({ cameraId: 'c', kind: 'motion', active, source });
        return news === undefined || follows({ source, active });
      });
    }),
  );
});

t.test('the channel of an event', async (t) => {
  const channels = ['vs-1', 'vs-2', 'main'].map((channel, i) => cameraOf(i, { channel }));
  t.equal(channelOf('main', channels)?.id, 'cam-002');
  t.equal(channelOf('VideoSourceToken2', channels)?.id, 'cam-001');
  t.equal(channelOf('other', channels), undefined);
  t.equal(channelOf('', channels), undefined);
  t.equal(channelOf('whatever', [cameraOf(5)])?.id, 'cam-005');
  t.equal(channelOf('x', []), undefined);
});
