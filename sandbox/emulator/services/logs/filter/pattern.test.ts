import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitFields } from './fields-pattern.ts'
import { compilePattern } from './pattern.ts'

/** Of the Apache log format, as AWS's page has it. */
const ACCESS = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
const EVENT = JSON.stringify({
  level: 'ERROR',
  code: 404,
  ratio: 0.5,
  ok: false,
  none: null,
  user: { name: 'ada lovelace', 'odd key': 1 },
  tags: ['a', 'b'],
  list: [{ id: 1 }, { id: 2 }],
})

test.for<[pattern: string, message: string, matches: boolean]>([
  ['', 'anything', true],
  ['  ', 'anything', true],
  ['ERROR', '[ERROR] x', true],
  ['ERROR', '[error] x', false],
  ['ERROR timeout', 'timeout ERROR', true],
  ['ERROR timeout', 'ERROR', false],
  ['"timed out"', 'Task timed out after 3.00 seconds', true],
  ['"timed out"', 'out timed', false],
  ['"say \\"hi\\""', 'say "hi" now', true],
  ['ERROR -timeout', 'ERROR x', true],
  ['ERROR -timeout', 'ERROR timeout', false],
  ['-"timed out"', 'it timed out', false],
  ['-END', 'START', true],
  ['?ERROR ?WARN', 'WARN x', true],
  ['?ERROR ?WARN', 'INFO x', false],
  ['?ERROR INFO', 'INFO x', true],
  ['?ERROR INFO', 'ERROR x', false],
  ['%4[0-9]{2}%', 'status 404', true],
  ['%4[0-9]{2}%', 'status 500', false],
  ['fehlgeschlagen_größe', 'x fehlgeschlagen_größe', true],
  ['{ $.level = "ERROR" }', EVENT, true],
  ['{$.level="ERROR"}', EVENT, true],
  ['{ $.level = ERR* }', EVENT, true],
  ['{ $.level = "*ROR" }', EVENT, true],
  ['{ $.level = "ERR" }', EVENT, false],
  ['{ $.level != "INFO" }', EVENT, true],
  ['{ $.missing != "INFO" }', EVENT, false],
  ['{ $.code = 404 }', EVENT, true],
  ['{ $.code = 404.0 }', EVENT, true],
  ['{ $.code > 404 }', EVENT, false],
  ['{ $.code >= 404 && $.ratio < 1 }', EVENT, true],
  ['{ $.code = 1 || $.level = "ERROR" }', EVENT, true],
  ['{ $.code = 1 || $.level = "ERROR" && $.ok IS TRUE }', EVENT, false],
  ['{ ($.code = 404 || $.level = "X") && $.ok IS FALSE }', EVENT, true],
  ['{ $.none IS NULL }', EVENT, true],
  ['{ $.missing IS NULL }', EVENT, false],
  ['{ $.missing NOT EXISTS }', EVENT, true],
  ['{ $.code NOT EXISTS }', EVENT, false],
  ['{ $.user.name = "ada lovelace" }', EVENT, true],
  ["{ $.user['odd key'] = 1 }", EVENT, true],
  ['{ $.tags[1] = "b" }', EVENT, true],
  ['{ $.list[*].id = 2 }', EVENT, true],
  ['{ $.list[*].id = 3 }', EVENT, false],
  ['{ $.level = %^E.+R$% }', EVENT, true],
  ['{ $.level = "ERROR" }', 'level ERROR', false],
  // The examples of "Filter pattern syntax", space-delimited log events, and their neighbours.
  ['[ip, user, username, timestamp, request, status_code, bytes]', ACCESS, true],
  ['[ip, user, username, timestamp, request, status_code]', ACCESS, false],
  ['[ip, user, username, timestamp, request = *.html*, status_code = 4*, bytes]', ACCESS, true],
  ['[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]', ACCESS, false],
  ['[ip, user, username, timestamp, request, status_code = 404 || status_code = 410, bytes]', ACCESS, true],
  ['[..., status_code = 4*, bytes]', ACCESS, true],
  ['[ip = %127\\.0\\.0\\.[1-9]%, ...]', ACCESS, true],
  ['[ip, user, ..., bytes > 1000]', ACCESS, true],
  ['[ip, ..., bytes > 1534]', ACCESS, false],
  ['[ip, ..., bytes >= 1534 && bytes < 1535]', ACCESS, true],
  ['[ip, user, username, timestamp = "10/Oct/2000:13:25:15 -0700", ...]', ACCESS, true],
  ['[..., request = "GET /index.html HTTP/1.0", code, bytes]', ACCESS, true],
  ['[..., (code = 1 || code = 404) && code != 403, bytes]', ACCESS, true],
  ['[a, b, c, d, e, f, g, h, ...]', ACCESS, false],
  ['[w1=ERROR, w2]', 'ERROR boom', true],
  ['[w1=ERROR, w2]', 'ERROR boom again', false],
  ['[w1=ERROR || w1=%WARN%, ...]', 'WARNING x', true],
  ['[w1!=INFO, ...]', 'INFO x', false],
  ['[n > 5]', 'six', false],
  ['[a, b]', 'one "two, and \\t three"', true],
  ['[...]', 'anything at all', true],
  ['[...]', '', true],
  ['{ $.level = "ERROR" }', '{ not json', false],
])('%s on %s', ([pattern, message, matches]) => {
  expect(compilePattern(pattern)(message)).toBe(matches)
})

test.for(['"open', 'a:b', '%[%', '{ $.a = }', '{ $.a', '{ a = 1 }', '{ ($.a = 1 }', '{ $.a > "x" }', '{ $.a = 1 && }', '{ $.a = 1 $.b = 2 }', '{}', '[a', '[]', '[a, ]', '[..., a, ...]', '[a = ]', '[= 5]', '[a = 1 &&, b]', '[a > x]', '[a b]', '[(a = 1]'])(
  '%s is no pattern',
  (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }))
  },
)

const word = fc.stringMatching(/^[^\s[\]"]+$/)
const kept = (open: string, close: string) => fc.stringMatching(/^[^[\]"]*$/).map((text) => ({ written: `${open}${text}${close}`, read: text }))
const anyField = fc.oneof(word.map((text) => ({ written: text, read: text })), kept('[', ']'), kept('"', '"'))

test('a message is cut at its spaces, but not inside of brackets and quotes', () => {
  fc.assert(
    fc.property(fc.array(anyField), fc.stringMatching(/^\s+$/), (fields, space) => {
      expect(splitFields(fields.map(({ written }) => written).join(space))).toEqual(fields.map(({ read }) => read))
    }),
  )
})
