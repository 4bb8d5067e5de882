import { rm } from 'node:fs/promises';
import { receive } from '../recordings/receive.ts';
import { type DocumentOptions, documentText } from './document.ts';
import { type Pasted, readPasted } from './index.ts';

/** The text of a file as it is being sent, put right; `dir` goes with everything in it. Throws as `documentText`. */
export async function readSentDocument(
  sent: AsyncIterable<Uint8Array>,
  options: DocumentOptions,
): Promise<Pasted> {
  const { dir, signal } = options;
  try {
    const { text, hasParagraphs } = await documentText(await receive(sent, dir, signal), options);
    return readPasted(text, { hasParagraphs });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
