import { mkdirSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { type Message, type Profile, readProfiles } from '../../src/speakers/profile.ts';
import { COMMAND_VALUES, fillPayload, fillTopic, placeholdersIn } from '../../src/speakers/template.ts';
import { covers } from '../../src/speakers/topics.ts';

const profiles = [...readProfiles().values()];

/** A value for every placeholder that the profile may use. */
function examplesFor(profile: Profile): Record<string, string | number> {
  const values: Record<string, string | number> = { id: '0190b5a2-0000-7000-8000-000000000001' };
  for (const [name, { example, default: fallback }] of Object.entries(profile.settings)) {
    values[name] = example ?? fallback ?? '';
  }
  for (const name of COMMAND_VALUES) values[name] = name === 'url' ? 'http://127.0.0.1/audio/x' : 1;
  return values;
}

function messagesOf({ commands }: Profile): Message[] {
  return Object.values(commands).flatMap((messages) => messages ?? []);
}

t.test('the profiles that this version promises are there', (t) => {
  const ids = profiles.map(({ id }) => id);
  for (const id of ['generic-mqtt', 'web']) t.ok(ids.includes(id), id);
  t.strictSame(
    profiles
      .filter(({ tried }) => tried)
      .map(({ id }) => id)
      .sort(),
    ['generic-mqtt', 'web'],
    'only what was tried says so',
  );
  t.end();
});

for (const profile of profiles) {
  t.test(profile.id, (t) => {
    const values = examplesFor(profile);
    const settings = Object.keys(profile.settings);
    const known = new Set([...COMMAND_VALUES, ...settings, 'id']);
    const { publish, subscribe } = profile.topics;
    const isMqtt = profile.transport === 'mqtt';

    for (const [name, { example, default: fallback, is }] of Object.entries(profile.settings)) {
      t.ok(example ?? fallback, `setting ${name} shows an example`);
      t.notOk(COMMAND_VALUES.includes(name) || name === 'id', `setting ${name} hides no value of a command`);
      if (is === 'level') t.notMatch(String(example ?? fallback), /[/+#\s]/);
    }
    for (const message of messagesOf(profile)) {
      const used = [message.topic, message.json ?? message.text].flatMap(placeholdersIn);
      t.strictSame(
        used.filter((name) => !known.has(name)),
        [],
        'every placeholder is known',
      );
      t.equal(message.topic !== undefined, isMqtt, 'MQTT messages have a topic, others none');
      t.ok((message.json === undefined) !== (message.text === undefined), 'a message is JSON or text');
      const text = fillPayload(message, values);
      if (message.json) t.strictSame(Object.keys(JSON.parse(text)), Object.keys(message.json));
      t.notMatch(text, /\{[a-zA-Z]+\}/, 'no placeholder is left over');
      if (message.topic) {
        const topic = fillTopic(message.topic, values);
        t.ok(
          subscribe.some((filter) => covers(fillTopic(filter, values), topic)),
          `it may subscribe to ${topic}`,
        );
      }
    }
    const heard = [
      ...(profile.reads === 'tramso' ? [] : profile.reads.map(({ topic }) => topic)),
      profile.will?.topic,
    ];
    for (const topic of heard) {
      if (topic === undefined) continue;
      t.ok(
        publish.some((filter) => covers(fillTopic(filter, values), fillTopic(topic, values))),
        `it may publish ${topic}`,
      );
    }
    const plays = (profile.commands.play ?? []).flatMap(({ json, text }) => placeholdersIn(json ?? text));
    if (profile.audio.takes === 'url') {
      t.ok(plays.includes('url'), 'a play holds the URL');
      t.ok(profile.audio.longestUrl >= 200, 'a signed URL fits');
      t.ok(profile.audio.codecs.length > 0);
    }
    if (profile.commands.play) t.ok(profile.commands.stop, 'what can be started can be stopped');
    if (isMqtt) {
      const { play = [], test = [], stop = [] } = profile.commands;
      // A message of QoS 0 overtakes one of QoS 1: the stop before a play would end it.
      for (const { qos } of [...play, ...test, ...stop])
        t.equal(qos, 1, 'what plays and what stops keep their order');
    }
    if (profile.plays) t.ok(profile.commands.test, 'its test tone is no routine bulletin');
    if (profile.sync === 'play-at') t.ok(plays.includes('startAt') && plays.includes('expiresAt'));
    if (profile.commands.volume) t.ok(profile.volume, 'a volume needs its scale');
    if (profile.alive.by === 'heartbeat') t.ok(profile.alive.everyMs);
    if (profile.alive.by === 'will') {
      const says = profile.reads === 'tramso' ? [] : profile.reads.map((rule) => rule.says);
      t.ok(says.includes('online') && says.includes('offline'), 'presence can be read');
    }
    if (!profile.deduplicates) t.not(profile.reads, 'tramso');
    t.end();
  });
}

t.test('a file that is no profile stops the start and is named', (t) => {
  const dir = t.testdir({});
  const write = (name: string, value: unknown) => {
    mkdirSync(`${dir}/${name}`);
    writeFileSync(`${dir}/${name}/${name}.json`, JSON.stringify(value));
    return `${dir}/${name}`;
  };
  const [good] = profiles;
  t.throws(() => readProfiles(write('odd', { ...good, id: 'odd', colour: 'red' })), /odd\.json/);
  t.throws(
    () => readProfiles(write('late', { ...good, id: 'late', startLatencyMs: '20' })),
    /startLatencyMs/,
  );
  t.throws(() => readProfiles(write('other', { ...good, id: 'another' })), /its id is another/);
  t.end();
});
