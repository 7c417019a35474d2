// @ts-check
/** Bytes as the call endpoint carries them: `{"$base64": "…"}`. */

/** @param {{ $base64?: string } | undefined} value @returns {Uint8Array} */
export function bytesOf(value) {
  return Uint8Array.from(atob(value?.$base64 ?? ''), (letter) => letter.charCodeAt(0))
}

/** @param {string | Uint8Array} content */
export function base64(content) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return { $base64: btoa(binary) }
}

/** Undefined where it is no UTF-8. @param {Uint8Array} bytes */
export function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Indented where it is JSON. @param {string} text */
export function prettyJson(text) {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return undefined
  }
}

const MOST_HEX_BYTES = 4096

/** Sixteen bytes a line, with their letters. @param {Uint8Array} bytes */
export function hexOf(bytes) {
  const lines = []
  for (let at = 0; at < Math.min(bytes.length, MOST_HEX_BYTES); at += 16) {
    const part = [...bytes.subarray(at, at + 16)]
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const letters = part.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${letters}`)
  }
  if (bytes.length > MOST_HEX_BYTES) lines.push(`… ${bytes.length - MOST_HEX_BYTES} more bytes`)
  return lines.join('\n')
}
