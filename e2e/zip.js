// A ZIP archive as offices send several files in one.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The checksum of a ZIP entry; gzip ends with the same one. */
const crc32 = (body) => { const packed = gzipSync(body); return packed.readUInt32LE(packed.length - 8); };

/** Writes the files of a folder into an archive, stored as they are. Gives the archive's path. */
export function zip(folder, out, wanted = () => true) {
  const parts = [];
  const entries = [];
  let at = 0;
  const push = (part) => { parts.push(part); at += part.length; };
  for (const name of readdirSync(folder).filter(wanted).sort()) {
    const body = readFileSync(join(folder, name));
    const label = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0); // version that is needed
    facts.writeUInt16LE(0x21, 8); // 1 January 1980
    facts.writeUInt32LE(crc32(body), 10);
    facts.writeUInt32LE(body.length, 14);
    facts.writeUInt32LE(body.length, 18);
    facts.writeUInt16LE(label.length, 22);
    entries.push({ facts, label, at });
    push(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, label]));
    push(body);
  }
  const start = at;
  for (const { facts, label, at: begin } of entries) {
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(begin, 10);
    push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, rest, label]));
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(at - start, 8);
  end.writeUInt32LE(start, 12);
  push(Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), end]));
  writeFileSync(out, Buffer.concat(parts));
  return out;
}
