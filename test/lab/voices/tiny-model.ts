/**
 * The smallest model that sherpa-onnx takes for a Piper voice, as an ONNX file: it hums a few milliseconds for each
 * phoneme. Inputs and outputs are those of Piper's export (input, input_lengths, scales → output).
 */
export function tinyModel({ rate = 22_050 }: { rate?: number } = {}): Buffer {
  const wave = Float32Array.from(
    { length: SAMPLES_A_PHONEME },
    (_, i) => 0.3 * Math.sin((i * 2 * Math.PI * 200) / rate),
  );
  const graph = [
    // Each phoneme's id becomes a factor just above zero, so that all of them are heard: ids / (ids + 1).
    node('Cast', ['input'], ['ids'], [attribute('to', FLOAT)]),
    node('Add', ['ids', 'one'], ['more']),
    node('Div', ['ids', 'more'], ['factor']),
    node('Unsqueeze', ['factor', 'last_axis'], ['column']),
    node('Mul', ['column', 'wave'], ['waves']),
    node('Reshape', ['waves', 'flat'], ['output']),
    text(2, 'tiny'),
    tensor('one', FLOAT, [1], Buffer.from(Float32Array.of(1).buffer)),
    tensor('wave', FLOAT, [1, 1, SAMPLES_A_PHONEME], Buffer.from(wave.buffer)),
    tensor('last_axis', INT64, [1], Buffer.from(BigInt64Array.of(2n).buffer)),
    tensor('flat', INT64, [4], Buffer.from(BigInt64Array.of(1n, 1n, 1n, -1n).buffer)),
    bytes(11, value('input', INT64, ['N', 'T'])),
    bytes(11, value('input_lengths', INT64, ['N'])),
    bytes(11, value('scales', FLOAT, [3])),
    bytes(12, value('output', FLOAT, [1, 1, 1, 'samples'])),
  ];
  const facts: Record<string, string> = {
    model_type: 'vits',
    comment: 'piper',
    language: 'Vietnamese',
    voice: 'vi',
    has_espeak: '1',
    n_speakers: '1',
    sample_rate: String(rate),
    add_blank: '1',
    version: '0',
  };
  const metadata = Object.entries(facts).map(([key, fact]) =>
    bytes(14, Buffer.concat([text(1, key), text(2, fact)])),
  );
  // IR version 8, opset 13.
  return Buffer.concat([
    integer(1, 8),
    bytes(7, Buffer.concat(graph)),
    bytes(8, integer(2, 13)),
    ...metadata,
  ]);
}

/** `tokens.txt` as Piper's: each letter that espeak-ng may give for Vietnamese, a line each. */
export function tinyTokens(): string {
  const letters = ['_', '^', '$', ' ', '!', ',', '-', '.', ':', ';', '?'];
  for (let code = 0x61; code <= 0x7a; code++) letters.push(String.fromCodePoint(code));
  for (let code = 0x30; code <= 0x39; code++) letters.push(String.fromCodePoint(code));
  for (let code = 0x250; code <= 0x2e9; code++) letters.push(String.fromCodePoint(code));
  letters.push('æ', 'ç', 'ð', 'ø', 'ħ', 'ŋ', 'œ', 'β', 'θ', 'χ', '\u0303', '\u0329', '\u032f', '\u0361');
  return letters.map((letter, i) => `${letter} ${i}\n`).join('');
}

const SAMPLES_A_PHONEME = 900;
const FLOAT = 1;
const INT64 = 7;

// As much of protocol buffers as that takes: https://onnx.ai/onnx/intro/ (onnx.proto).
function varint(n: number): Buffer {
  const out: number[] = [];
  for (let rest = n; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...out, rest]);
    out.push((rest % 128) + 128);
  }
}
const integer = (field: number, n: number): Buffer => Buffer.concat([varint(field * 8), varint(n)]);
const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
const text = (field: number, content: string): Buffer => bytes(field, Buffer.from(content));

function node(type: string, inputs: string[], outputs: string[], attributes: Buffer[] = []): Buffer {
  const parts = [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, type),
  ];
  return bytes(1, Buffer.concat([...parts, ...attributes.map((one) => bytes(5, one))]));
}

/** An integer attribute (type 2). */
const attribute = (name: string, n: number): Buffer =>
  Buffer.concat([text(1, name), integer(3, n), integer(20, 2)]);

function tensor(name: string, type: number, dims: number[], raw: Buffer): Buffer {
  return bytes(
    5,
    Buffer.concat([...dims.map((n) => integer(1, n)), integer(2, type), text(8, name), bytes(9, raw)]),
  );
}

function value(name: string, type: number, dims: (number | string)[]): Buffer {
  const shape = dims.map((dim) => bytes(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)));
  const tensorType = Buffer.concat([integer(1, type), bytes(2, Buffer.concat(shape))]);
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensorType))]);
}
