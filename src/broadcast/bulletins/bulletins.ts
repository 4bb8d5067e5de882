import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import type { SessionUser } from '../../web/identity/sessions.ts';
import { hasRight } from '../../web/roles.ts';
import { type BulletinRecording, partsOf } from '../recordings/languages.ts';
import { checkSound } from '../sound.ts';
import type { BulletinsRepository } from './bulletins-repository.ts';
import type { Bulletin, BulletinInput, BulletinUpdate } from './schemas.ts';
import { searchKey } from './search-key.ts';
import { after, type BulletinAction } from './workflow.ts';

declare module '../../events.ts' {
  interface Events {
    /** After the commit: a new version, or another state. */
    'bulletin.changed': { id: string };
  }
}

export interface BulletinsParts {
  app: FastifyInstance;
  rows: BulletinsRepository;
  selfApproval(): boolean;
  /** Throws `input.invalid` where one is not there. */
  checkRecordings(recordings: readonly BulletinRecording[]): void;
  /** Its audio will be wanted soon. */
  renderAhead(bulletin: Bulletin): void;
  /** How many enabled schedules play it. */
  scheduled(id: string): number;
}

/** An edit, read and checked. */
interface Written {
  readonly input: BulletinInput;
  readonly spoken: string;
  readonly createdAt: number;
}

/** What an action adds to the head of a bulletin. */
interface Change {
  returnReason?: string;
  details?: object;
}

export type Bulletins = ReturnType<typeof createBulletins>;

/** Bulletins: each edit a version, each approval bound to one version, each write in the audit log. */
export function createBulletins({
  app,
  rows,
  selfApproval,
  checkRecordings,
  renderAhead,
  scheduled,
}: BulletinsParts) {
  /** Throws `item.not_found`. */
  function get(id: string): Bulletin {
    const found = rows.get(id);
    if (!found) throw new AppError('item.not_found');
    return found;
  }

  function changed(id: string): Bulletin {
    app.events.emit('bulletin.changed', { id });
    app.live.changed('bulletins', id);
    return get(id);
  }

  /** What will be said; refuses what the station cannot say. */
  async function read(input: BulletinInput): Promise<string> {
    const { recordings = [] } = input;
    await checkSound(app.speech, input);
    checkRecordings(recordings);
    const spoken = (await app.speech.read(input.text, input.decisions))
      .map((line) => line.spoken)
      .filter(Boolean)
      .join('\n');
    if (!/\p{L}/u.test(spoken)) throw new AppError('speech.empty', { field: 'text' });
    return [spoken, ...partsOf(recordings).map(({ about }) => `(${about})`)].join('\n');
  }

  /** Stores a version as the current one; the bulletin becomes a draft. */
  function write(request: FastifyRequest, id: string, version: number, written: Written): void {
    const { input, spoken, createdAt } = written;
    const { id: authorId, name: authorName } = requireUser(request);
    const now = app.clock.now();
    const head = {
      id,
      version,
      state: 'draft' as const,
      titleKey: searchKey(input.title),
      authorId,
      authorName,
      approvedById: null,
      approvedByName: null,
      approvedAt: null,
      returnReason: null,
      createdAt,
      updatedAt: now,
    };
    if (version === 1) rows.insert(head);
    else rows.save(head);
    rows.insertVersion({
      bulletinId: id,
      version,
      title: input.title,
      text: input.text,
      voice: input.voice ?? null,
      speed: input.speed ?? 1,
      pitch: input.pitch ?? 0,
      decisions: input.decisions ?? {},
      recordings: input.recordings ?? [],
      chime: input.chime ?? null,
      priority: input.priority ?? 'normal',
      authorId,
      authorName,
      createdAt: now,
      spoken,
    });
  }

  function step(
    request: FastifyRequest,
    id: string,
    action: BulletinAction,
    seen?: number,
    change: Change = {},
  ) {
    const user = requireUser(request);
    app.db.transaction(() => {
      const before = get(id);
      if (seen !== undefined && seen !== before.version) throw new AppError('item.conflict');
      const state = after(before.state, action);
      const now = app.clock.now();
      const approved = state === 'approved';
      rows.save({
        id,
        version: before.version,
        state,
        titleKey: searchKey(before.title),
        authorId: before.authorId,
        authorName: before.authorName,
        approvedById: approved ? user.id : null,
        approvedByName: approved ? user.name : null,
        approvedAt: approved ? now : null,
        returnReason: change.returnReason ?? null,
        updatedAt: now,
      });
      const details = { title: before.title, version: before.version, ...change.details };
      app.audit.append({ request, action: `bulletin.${action}`, target: `bulletin:${id}`, details });
      if (approved || before.state === 'approved') tellProvince(get(id));
    })();
    return changed(id);
  }

  /** The province learns what the commune has approved, and when that no longer holds. */
  function tellProvince(bulletin: Bulletin): void {
    const { id, title, text, version, state, priority, approvedByName, approvedAt } = bulletin;
    const languages = bulletin.recordings.map(({ language }) => language);
    const payload = { id, title, text, languages, version, state, priority, approvedByName, approvedAt };
    app.outbox.append({ class: 'normal', type: 'bulletin', payload });
  }

  /** Own means: this very version was written by them. */
  function mayApprove(user: SessionUser, bulletin: Bulletin): boolean {
    if (bulletin.state !== 'submitted') return false;
    return user.id === bulletin.authorId ? selfApproval() : hasRight(user.role, 'bulletin.approve');
  }

  /** The newest that wait for this user's approval: the same that `mayApprove` allows. */
  function toApprove(user: SessionUser, limit: number): Bulletin[] {
    const others = hasRight(user.role, 'bulletin.approve');
    const own = selfApproval();
    if (!others && !own) return [];
    return rows.list(
      {
        state: 'submitted',
        authorId: others ? undefined : user.id,
        notAuthorId: own ? undefined : user.id,
      },
      limit,
    );
  }

  return {
    get,
    mayApprove,
    toApprove,
    /** The newest of this author's own that came back with a reason. */
    returnedTo: (user: SessionUser, limit: number): Bulletin[] =>
      rows.list({ state: 'returned', authorId: user.id }, limit),
    /** The words of one version; of the current one where none has been prepared yet. */
    textOf: (id: string, version: number | null): string | null =>
      (version === null ? rows.get(id)?.text : rows.textOf(id, version)) ?? null,
    /** What follows these words. */
    recordingsOf: (id: string, version: number | null): BulletinRecording[] =>
      (version === null ? rows.get(id)?.recordings : rows.recordingsOf(id, version)) ?? [],
    async create(request: FastifyRequest, input: BulletinInput): Promise<Bulletin> {
      const spoken = await read(input);
      const id = uuidv7();
      app.db.transaction(() => {
        write(request, id, 1, { input, spoken, createdAt: app.clock.now() });
        app.audit.append({ request, action: 'bulletin.create', target: `bulletin:${id}`, details: input });
      })();
      return changed(id);
    },
    /** Throws `item.conflict` where the current version is not the one that was edited. */
    async update(
      request: FastifyRequest,
      id: string,
      { version, ...input }: BulletinUpdate,
    ): Promise<Bulletin> {
      const spoken = await read(input);
      app.db.transaction(() => {
        const before = get(id);
        if (before.version !== version) throw new AppError('item.conflict');
        after(before.state, 'edit');
        write(request, id, version + 1, { input, spoken, createdAt: before.createdAt });
        const details = { ...input, version: version + 1, was: before.state };
        app.audit.append({ request, action: 'bulletin.edit', target: `bulletin:${id}`, details });
        if (before.state === 'approved') tellProvince(get(id));
      })();
      return changed(id);
    },
    submit(request: FastifyRequest, id: string, seen?: number): Bulletin {
      const bulletin = step(request, id, 'submit', seen);
      renderAhead(bulletin);
      return bulletin;
    },
    approve(request: FastifyRequest, id: string, seen: number): Bulletin {
      const bulletin = get(id);
      const user = requireUser(request);
      after(bulletin.state, 'approve');
      if (!mayApprove(user, bulletin)) {
        throw new AppError(user.id === bulletin.authorId ? 'bulletin.own' : 'auth.forbidden');
      }
      return step(request, id, 'approve', seen);
    },
    giveBack(request: FastifyRequest, id: string, reason: string, seen?: number): Bulletin {
      return step(request, id, 'return', seen, { returnReason: reason, details: { reason } });
    },
    /** Takes back what was submitted or approved: its author, or who may approve. */
    withdraw(request: FastifyRequest, id: string, seen?: number): Bulletin {
      const user = requireUser(request);
      if (user.id !== get(id).authorId && !hasRight(user.role, 'bulletin.approve')) {
        throw new AppError('auth.forbidden');
      }
      return step(request, id, 'withdraw', seen);
    },
    /** Throws `bulletin.in_use` while an enabled schedule plays it. */
    archive(request: FastifyRequest, id: string, seen?: number): Bulletin {
      get(id);
      const count = scheduled(id);
      if (count > 0) throw new AppError('bulletin.in_use', { count });
      return step(request, id, 'archive', seen);
    },
  };
}
