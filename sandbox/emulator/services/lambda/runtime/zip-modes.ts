const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const MADE_ON_UNIX = 3

/** File modes by path, from a zip's central directory (fflate does not read them). Zips made elsewhere have none. */
export function readModes(zip: Uint8Array): Map<string, number> {
  const modes = new Map<string, number>()
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--
  if (end < 0) return modes
  let at = bytes.readUInt32LE(end + 16)
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = bytes.readUInt16LE(at + 28)
    const rest = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const mode = bytes.readUInt32LE(at + 38) >>> 16
    if (bytes[at + 5] === MADE_ON_UNIX && mode !== 0) modes.set(name, mode)
    at += 46 + nameLength + rest
  }
  return modes
}
