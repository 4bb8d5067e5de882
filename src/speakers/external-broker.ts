import { topicsOf } from './access.ts';
import type { Speaker } from './registry.ts';

/** Lines for mosquitto's `password_file` and `acl_file`: every speaker and what it may do. */
export interface BrokerFiles {
  passwords: string;
  acl: string;
}

/**
 * What an external mosquitto needs to know of the speakers. The password lines hold salted hashes only.
 * @param station the box's own user name there; its password line is made with mosquitto_passwd
 */
export function brokerFiles(speakers: Iterable<Speaker>, station: string): BrokerFiles {
  const passwords: string[] = [];
  const acl = [`user ${station || 'tramso'}`, 'topic readwrite #', ''];
  for (const speaker of speakers) {
    const { id, row, profile, name } = speaker;
    if (profile.transport !== 'mqtt' || row.secretHash === null) continue;
    passwords.push(`${id}:${row.secretHash}`);
    const { publish, subscribe } = topicsOf(speaker);
    acl.push(
      `# ${name.replaceAll(/\s+/g, ' ')}`,
      `user ${id}`,
      ...publish.map((topic) => `topic write ${topic}`),
      ...subscribe.map((topic) => `topic read ${topic}`),
      '',
    );
  }
  return { passwords: `${passwords.join('\n')}\n`, acl: acl.join('\n') };
}
