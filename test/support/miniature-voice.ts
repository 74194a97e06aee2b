import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A Piper voice of a few hundred bytes, so that the real loading code and the real runtime can be tried where nobody
 * has downloaded 63 MB: its model has the inputs, the output and the metadata of one (VITS, ONNX opset 13), and hums
 * 220 Hz, longer for more phonemes and for slower speech. The phonemes are espeak-ng's, as with any Piper voice.
 */
export async function miniatureVoice(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'vi.onnx'), model());
  await writeFile(join(folder, 'tokens.txt'), tokens.map((token, id) => `${token} ${id}\n`).join(''));
  const version = execFileSync('espeak-ng', ['--version'], { encoding: 'utf8' });
  await symlink(/Data at: (\S+)/.exec(version)?.[1] ?? '', join(folder, 'espeak-ng-data'));
}

const letters =
  '_^$ !\',-.:;?abcdefghijklmnopqrstuvwxyz0123456789æçðøħŋœɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɠɡɣɤɥɦɪɫɭɯɰɱɲɳɵɹɻɾʀʁʂʃʈʉʊʋʌʎʐʑʒʔˈˌːˑʰʲ˞βθχ#"';
const tokens = Array.from(letters);

const rate = 22_050;
const samplesPerPhoneme = 800;
const [float, int64] = [1, 7] as const;

/** `audio[n] = 0.5 · sin(2π · 220 · n / rate)` for n below phonemes · length scale · 800. */
function model(): Buffer {
  const graph = message(
    ...[
      node('Shape', ['input'], 'shape'),
      node('Gather', ['shape', 'one'], 'phonemes'),
      node('Cast', ['phonemes'], 'phonemesReal', { to: float }),
      node('Gather', ['scales', 'one'], 'lengthScale'),
      node('Mul', ['phonemesReal', 'lengthScale'], 'length'),
      node('Mul', ['length', 'samplesPerPhoneme'], 'count'),
      node('Cast', ['count'], 'countWhole', { to: int64 }),
      node('Range', ['zero', 'countWhole', 'one'], 'index'),
      node('Cast', ['index'], 'indexReal', { to: float }),
      node('Mul', ['indexReal', 'step'], 'phase'),
      node('Sin', ['phase'], 'hum'),
      node('Mul', ['hum', 'half'], 'quieter'),
      node('Unsqueeze', ['quieter', 'axes'], 'output'),
    ].map((made) => field(1, made)),
    field(2, text('hum')),
    ...[
      whole('one', 1),
      whole('zero', 0),
      whole('axes', 0, 1),
      real('samplesPerPhoneme', samplesPerPhoneme),
      real('step', (2 * Math.PI * 220) / rate),
      real('half', 0.5),
    ].map((made) => field(5, made)),
    field(11, value('input', int64, 1, 'phonemes')),
    field(11, value('input_lengths', int64, 1)),
    field(11, value('scales', float, 3)),
    field(12, value('output', float, 1, 1, 'samples')),
  );
  const about = { model_type: 'vits', comment: 'piper', language: 'Vietnamese', voice: 'vi', has_espeak: '1' };
  const facts = { ...about, n_speakers: '1', sample_rate: String(rate) };
  return message(
    count(1, 8),
    field(7, graph),
    field(8, count(2, 13)),
    ...Object.entries(facts).map(([key, fact]) => field(14, message(field(1, text(key)), field(2, text(fact))))),
  );
}

function node(operator: string, inputs: readonly string[], output: string, attributes: Record<string, number> = {}) {
  return message(
    ...inputs.map((input) => field(1, text(input))),
    field(2, text(output)),
    field(4, text(operator)),
    ...Object.entries(attributes).map(([name, number]) =>
      field(5, message(field(1, text(name)), count(3, number), count(20, 2))),
    ),
  );
}

function whole(name: string, ...numbers: number[]): Buffer {
  const raw = Buffer.alloc(numbers.length * 8);
  numbers.forEach((number, at) => raw.writeBigInt64LE(BigInt(number), at * 8));
  return tensor(name, int64, numbers.length === 1 ? [] : [numbers.length], raw);
}

function real(name: string, number: number): Buffer {
  const raw = Buffer.alloc(4);
  raw.writeFloatLE(number);
  return tensor(name, float, [], raw);
}

function tensor(name: string, type: number, dimensions: readonly number[], raw: Buffer): Buffer {
  return message(...dimensions.map((size) => count(1, size)), count(2, type), field(8, text(name)), field(9, raw));
}

/** An input or output; a dimension with a name is of any size. */
function value(name: string, type: number, ...dimensions: (number | string)[]): Buffer {
  const shape = message(
    ...dimensions.map((size) => field(1, typeof size === 'number' ? count(1, size) : field(2, text(size)))),
  );
  return message(field(1, text(name)), field(2, field(1, message(count(1, type), field(2, shape)))));
}

/* Protocol buffers, as much of them as is needed. */
const text = (words: string) => Buffer.from(words);
const message = (...fields: Buffer[]) => Buffer.concat(fields);
const count = (tag: number, number: number) => Buffer.concat([varint(tag << 3), varint(number)]);
const field = (tag: number, bytes: Buffer) => Buffer.concat([varint((tag << 3) | 2), varint(bytes.length), bytes]);

function varint(number: number): Buffer {
  const bytes: number[] = [];
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : (rest % 128) | 128);
    if (rest < 128) return Buffer.from(bytes);
  }
}
