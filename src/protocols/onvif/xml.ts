import sax from 'sax';
import { OnvifError } from './error.ts';

/** An element by its local name: makers choose the prefixes as they like. */
export interface XmlElement {
  name: string;
  /** URI of its namespace; '' where it has none. */
  namespace: string;
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  /** Its own text, trimmed; entities of XML and HTML are decoded, no others exist. */
  text: string;
}

const MAX_DEPTH = 40;
const MAX_ELEMENTS = 40_000;
/** Of one element: the parser gives them all in one turn, whatever the slice. */
const MAX_ATTRIBUTES = 64;
/** Parsed between two turns of the event loop: about a millisecond. */
const SLICE = 8_192;

/**
 * Reads an answer. A DTD is refused whatever it holds (no bombs, no external entities), and so is what is nested or
 * numerous beyond any camera. What follows the root is not looked at: some cameras send rubbish there.
 *
 * Gives way to others every 8 kB, since the recorder of 64 channels answers with half a megabyte.
 *
 * Throws OnvifError `malformed`.
 */
export async function parseXml(text: string): Promise<XmlElement> {
  const reader = xmlReader();
  for (let at = 0; at < text.length && !reader.root(); at += SLICE) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    reader.write(text.slice(at, at + SLICE));
  }
  return reader.end();
}

/** The same at once, for what is small: a datagram. */
export function parseSmallXml(text: string): XmlElement {
  const reader = xmlReader();
  reader.write(text);
  return reader.end();
}

interface XmlReader {
  write(text: string): void;
  /** Once it is closed. */
  root(): XmlElement | undefined;
  end(): XmlElement;
}

function xmlReader(): XmlReader {
  const open: XmlElement[] = [];
  /** Of the open elements, each with what it declares. */
  const scopes: ReadonlyMap<string, string>[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let attributes = 0;
  let begun = false;
  let refused: OnvifError | undefined;
  const parser = sax.parser(true, { position: false });
  const refuse = (why: string) => {
    refused ??= new OnvifError('malformed', `its answer is no good XML: ${why}`);
  };

  parser.ondoctype = () => refuse('it has a DTD');
  parser.onsgmldeclaration = () => refuse('it has a declaration');
  parser.onerror = (error) => {
    // What comes after the end of the root is not ours to judge.
    if (!root) refuse(error.message.split('\n', 1)[0] ?? '');
  };
  parser.onopentagstart = () => {
    attributes = 0;
  };
  parser.onattribute = () => {
    attributes += 1;
    // Thrown out of the parser, which would go on collecting.
    if (attributes > MAX_ATTRIBUTES) throw new Error('too many attributes');
  };
  parser.onopentag = (tag) => {
    if (root || refused) return;
    elements += 1;
    if (elements > MAX_ELEMENTS) return refuse('too many elements');
    if (open.length >= MAX_DEPTH) return refuse('nested too deep');
    scopes.push(declared(tag.attributes));
    const element: XmlElement = {
      name: localName(tag.name),
      namespace: namespaceOf(tag.name, scopes),
      attributes: new Map(
        Object.entries(tag.attributes).map(([name, value]) => [localName(name), String(value)]),
      ),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element && !refused) element.text += text;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = () => {
    if (root || refused) return;
    const element = open.pop();
    scopes.pop();
    if (!element) return;
    element.text = element.text.trim();
    if (open.length === 0) root = element;
  };

  return {
    write(text) {
      if (refused || root) return;
      // Byte order mark and blank lines before the declaration come from more than one maker.
      const rest = begun ? text : text.replace(/^[\uFEFF\s\0]+/, '');
      begun ||= rest !== '';
      try {
        parser.write(rest);
      } catch (error) {
        refuse(error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'unreadable');
      }
      if (refused) throw refused;
    },
    root: () => root,
    end() {
      if (refused) throw refused;
      if (!root) throw new OnvifError('malformed', 'its answer ends too early');
      return root;
    },
  };
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Prefix to URI; the prefix of the default namespace is ''. */
function declared(attributes: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  let found: Map<string, string> | undefined;
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    found ??= new Map();
    found.set(name.slice(6), String(value));
  }
  return found ?? NONE;
}

function namespaceOf(name: string, scopes: readonly ReadonlyMap<string, string>[]): string {
  const prefix = name.slice(0, Math.max(0, name.indexOf(':')));
  return scopes.findLast((scope) => scope.has(prefix))?.get(prefix) ?? '';
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
