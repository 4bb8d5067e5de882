import { GenericSpeaker, type GenericSpeakerOptions } from './generic-speaker.ts';

export interface Member {
  id: string;
  password: string;
}

/** Many speakers in one process, each with its own connection. */
export class Crowd {
  readonly speakers: GenericSpeaker[];

  constructor(members: readonly Member[], options: Omit<GenericSpeakerOptions, 'id' | 'password'>) {
    this.speakers = members.map((member) => new GenericSpeaker({ fetches: false, ...options, ...member }));
  }

  /** All at once, as after a power cut, or `atOnce` at a time. */
  async start(atOnce = this.speakers.length): Promise<void> {
    for (let i = 0; i < this.speakers.length; i += atOnce) {
      await Promise.all(this.speakers.slice(i, i + atOnce).map((speaker) => speaker.start()));
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.speakers.map((speaker) => speaker.stop()));
  }
}
