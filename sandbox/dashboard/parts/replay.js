// @ts-check
import { call, get } from '../lib/api.js'
import { base64, bytesOf, prettyJson, textOf } from '../lib/bytes.js'
import { html, useState } from '../lib/html.js'
import { useLoaded } from '../lib/load.js'
import { signIn, useUsers } from '../lib/sign-in.js'
import { Problem } from './basics.js'
import { Dialog } from './dialog.js'
import { saying } from './toasts.js'

/** @typedef {import('../lib/live.js').Span} Span */

/** @typedef {'record' | 'object' | 'request' | 'event'} Kind */

/** Does once more what a span did, as it was or edited: a record that was put, an object that was written, a request to a route, a function's event. @param {{ span: Span }} of */
export function Replay({ span }) {
  const [isOpen, setOpen] = useState(false)
  const kind = kindOf(span)
  if (!kind) return undefined
  return html`<button type="button" onClick=${() => setOpen(true)}>Replay …</button>
    ${isOpen && html`<${Dialog} title=${`Replay ${span.name}`} onClose=${() => setOpen(false)}><${Form} span=${span} kind=${kind} onDone=${() => setOpen(false)} /><//>`}`
}

/** @param {Span} span @returns {Kind | undefined} */
function kindOf({ kind, service, name, attributes }) {
  if (service === 'kinesis' && name === 'kinesis:PutRecord' && attributes['sequenceNumber']) return 'record'
  if (service === 's3' && name === 's3:PutObject' && attributes['key']) return 'object'
  if (kind === 'invocation') return 'event'
  return kind === 'request' ? 'request' : undefined
}

const HINTS = {
  record: 'The record’s data, put on the stream again.', object: 'The object’s content as it is now, written again.',
  request: 'The request’s body, sent again by the user whom the dashboard signs in.', event: 'The event, given to the function again.',
}

/** @param {{ span: Span, kind: Kind, onDone: () => void }} of */
function Form({ span, kind, onDone }) {
  const { value, error } = useLoaded(() => BODIES[kind](span), [span.spanId])
  const [edited, setEdited] = useState(/** @type {string | undefined} */ (undefined))
  const users = useUsers()
  const text = value && textOf(value.bytes)
  const shown = edited ?? (text === undefined ? '' : kind === 'event' ? (prettyJson(text) ?? text) : text)
  const send = async () => {
    const bytes = edited === undefined ? value?.bytes : new TextEncoder().encode(edited)
    if (value && bytes && (await saying('Sent again', () => value.again(bytes, users[0])))) onDone()
  }
  return html`<form method="dialog" class="stack" onSubmit=${(/** @type {Event} */ event) => [event.preventDefault(), send()]}>
    <${Problem} error=${error} />
    ${value && text === undefined ? html`<p>${HINTS[kind]} These are bytes and no text: they are sent as they were.</p>`
      : html`<label>${HINTS[kind]}<textarea rows="14" spellcheck=${false} value=${shown} onInput=${(/** @type {any} */ event) => setEdited(event.target.value)}></textarea></label>`}
    <div class="bar"><button class="main" disabled=${!value}>Send</button><button type="button" disabled=${edited === undefined} onClick=${() => setEdited(undefined)}>As it was</button></div>
  </form>`
}

/**
 * What was sent, and how to send it again.
 * @typedef {{ bytes: Uint8Array, again: (bytes: Uint8Array, user: any) => Promise<unknown> }} Body
 * @type {Record<Kind, (span: Span) => Promise<Body>>}
 */
const BODIES = {
  async record({ attributes }) {
    const where = { StreamName: attributes['stream'], ShardId: attributes['shard'] }
    const { ShardIterator } = await call('kinesis', 'GetShardIterator', { ...where, ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: attributes['sequenceNumber'] })
    const [record] = (await call('kinesis', 'GetRecords', { ShardIterator, Limit: 1 })).Records
    if (!record) throw new Error('The record is no longer on the stream.')
    return { bytes: bytesOf(record.Data), again: (bytes) => call('kinesis', 'PutRecord', { StreamName: attributes['stream'], PartitionKey: record.PartitionKey, Data: base64(bytes) }) }
  },
  async object({ attributes }) {
    const where = { Bucket: attributes['bucket'], Key: attributes['key'] }
    const { Body, ContentType, Metadata } = await call('s3', 'GetObject', where)
    return { bytes: bytesOf(Body), again: (bytes) => call('s3', 'PutObject', { ...where, ContentType, Metadata, Body: base64(bytes) }) }
  },
  async event(span) {
    return { bytes: bytesOf(await payloadOf(span)), again: (bytes) => invoke(String(span.attributes['function'] ?? span.name), bytes) }
  },
  async request(span) {
    const { request, ...body } = await payloadOf(span)
    return { bytes: bytesOf(body), again: (bytes, user) => sendAgain(span, request, bytes, user) }
  },
}

/** @param {Span} span */
const payloadOf = ({ traceId, spanId }) => get(`traces/${encodeURIComponent(traceId)}/payload/${spanId}`)

/** @param {string} FunctionName @param {Uint8Array} bytes */
async function invoke(FunctionName, bytes) {
  const { FunctionError, Payload } = await call('lambda', 'Invoke', { FunctionName, Payload: base64(bytes) })
  if (FunctionError) throw new Error(`${FunctionError}: ${textOf(bytesOf(Payload)) ?? ''}`)
}

/** With a fresh token, where the route wants one. @param {Span} span @param {{ method: string, path: string, headers: Record<string, string> }} request @param {Uint8Array} body @param {any} user */
async function sendAgain({ attributes }, { method, path, headers }, body, user) {
  const state = await get('state')
  const api = state.apis.find((/** @type {any} */ { id }) => id === attributes['api'])
  const route = api?.routes.find((/** @type {any} */ { key }) => key === attributes['route'])
  const token = route?.authorization === 'JWT' ? { authorization: `Bearer ${(await signIn(state, api, route, user)).AccessToken}` } : {}
  // Those that say how a client is connected a page may not set, and need not.
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => /^(?:content-type|accept|x-)/.test(name) && !/^x-amzn-trace-id$/.test(name)))
  const url = path.startsWith('/_aws/') ? path : `/_aws/execute-api/${attributes['api']}${path}`
  const response = await fetch(url, { method, headers: { ...kept, ...token }, ...(/^(?:GET|HEAD)$/.test(method) ? {} : { body: new Uint8Array(body) }) })
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
}
