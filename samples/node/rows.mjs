// Rows from a FairGan generator's file, as CSV:
//   node rows.mjs generator.onnx ROWS [SEED] [START_ROW] [STRENGTH]
// Row i of a seed is the same row as in every other language. Rows are drawn 1,024 at a time, from a multiple of 1,024 on: the
// blocks of the other samplers, so that not even the order of a matrix product's additions differs.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const block = 1024, fields_of_dates = /yyyy|MM|dd|HH|mm|ss/g;
const [path, rows, seed = '1', startRow = '0', strength] = process.argv.slice(2);
const properties = metadata(readFileSync(path));
const schema = JSON.parse(properties['fairgan.schema']);
schema.columns.forEach(refuse);

// ONNX Runtime would keep a record of every session, and send it to its makers.
process.env.ORT_DISABLE_TELEMETRY = '1';
const session = await InferenceSession.create(path, { logSeverityLevel: 3 });
const first = Number(startRow), last = first + Number(rows);
const outputs = schema.columns.map(column => `value/${column.name}`);

process.stdout.write(schema.columns.map(column => quoted(column.name)).join(',') + '\n');
for (let start = Math.floor(first / block) * block; start < last; start += block) {
  const feeds = {
    seed: new Tensor('int64', [BigInt(seed)], [1]),
    start_row: new Tensor('int64', [BigInt(start)], [1]),
    rows: new Tensor('int64', [BigInt(block)], [1]),
  };
  if (session.inputNames.includes('strength')) {
    feeds.strength = new Tensor('float32', [Number(strength ?? properties['fairgan.strength'])], [1]);
  }
  const result = await session.run(feeds, outputs);
  const columns = outputs.map(name => result[name].data);
  const lines = [];
  for (let i = Math.max(0, first - start); i < Math.min(block, last - start); i++) {
    lines.push(columns.map((cells, column) => cell(cells[i], schema.columns[column])).join(','));
  }
  process.stdout.write(lines.join('\n') + '\n');
}

function cell(value, codec) {
  if (Number.isNaN(value)) {
    return '';
  }
  return quoted(codec.codec === 'date' ? date(Number(value), codec) : codec.codec === 'identifier' ? identifier(BigInt(value), codec) : String(value));
}

// Units since 1970 in the format of .NET's that the codec names.
function date(units, { unit, format }) {
  const milliseconds = [86_400_000, 60_000, 1000, 1, 0.001][unit];
  const time = new Date(Math.floor(units * milliseconds));
  const parts = {
    yyyy: time.getUTCFullYear(), MM: time.getUTCMonth() + 1, dd: time.getUTCDate(), HH: time.getUTCHours(), mm: time.getUTCMinutes(), ss: time.getUTCSeconds(),
  };
  return format.replace(fields_of_dates, part => String(parts[part]).padStart(part.length, '0'));
}

// Before the first row: a cell in a form that this sample does not know would be written in another one.
function refuse({ codec, name, format }) {
  const isKnown = codec === 'date' ? /^[-/.: T]*$/.test(format.replace(fields_of_dates, '')) : codec !== 'duration' && !format;
  if (!isKnown) {
    console.error(`rows.mjs: column '${name}' holds ${codec}s written ${format}, which this sample cannot write; use fairgan sample.`);
    process.exit(2);
  }
}

// A number filled up with zeros, or a UUID made of the column's name and the number.
function identifier(number, { name, prefix, digits, suffix }) {
  if (digits >= 0) {
    return prefix + number.toString().padStart(digits, '0') + suffix;
  }
  const source = Buffer.alloc(8);
  source.writeBigInt64LE(number);
  const hash = createHash('sha256').update(source).update(name).digest().subarray(0, 16);
  hash[6] = 0x80 | (hash[6] & 0x0f);
  hash[8] = 0x80 | (hash[8] & 0x3f);
  return prefix + hash.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') + suffix;
}

function quoted(text) {
  return /[,"\r\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// metadata_props is field 14 of an ONNX ModelProto, each a message of key (1) and value (2); ONNX Runtime does not show it to Node.
function metadata(bytes) {
  const found = {};
  for (const [field, value] of fields(bytes)) {
    if (field === 14) {
      const entry = Object.fromEntries(fields(value));
      found[entry[1].toString()] = entry[2]?.toString() ?? '';
    }
  }
  return found;
}

function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0n, shift = 0n, byte;
    do {
      byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      shift += 7n;
    } while (byte & 128);
    return Number(value);
  };
  while (at < bytes.length) {
    const tag = varint(), length = (tag & 7) === 2 ? varint() : 0;
    if ((tag & 7) === 2) {
      yield [tag >> 3, bytes.subarray(at, at + length)];
      at += length;
    } else if ((tag & 7) === 0) {
      varint();
    } else {
      at += (tag & 7) === 1 ? 8 : 4;
    }
  }
}
