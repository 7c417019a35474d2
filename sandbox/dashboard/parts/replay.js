// @ts-check
import { call, get } from '../lib/api.js'
import { base64, bytesOf, textOf } from '../lib/bytes.js'
import { html, useState } from '../lib/html.js'
import { useLoaded } from '../lib/load.js'
import { useUsers } from '../lib/sign-in.js'
import { Problem } from './basics.js'
import { Dialog } from './dialog.js'
import { saying } from './toasts.js'
import { request } from './upload.js'

/** @typedef {import('../lib/live.js').Span} Span */

/** Does once more what a span did, as it was or edited: a record that was put, an object that was written, a request to a route. @param {{ span: Span }} of */
export function Replay({ span }) {
  const [isOpen, setOpen] = useState(false)
  const kind = kindOf(span)
  if (!kind) return undefined
  return html`<button type="button" onClick=${() => setOpen(true)}>Replay …</button>
    ${isOpen && html`<${Dialog} title=${`Replay ${span.name}`} onClose=${() => setOpen(false)}><${Form} span=${span} kind=${kind} onDone=${() => setOpen(false)} /><//>`}`
}

/** @param {Span} span */
function kindOf({ kind, service, name, attributes }) {
  if (service === 'kinesis' && name === 'kinesis:PutRecord' && attributes['sequenceNumber']) return 'record'
  if (service === 's3' && name === 's3:PutObject' && attributes['key']) return 'object'
  return kind === 'request' && name.startsWith('POST ') ? 'request' : undefined
}

const HINTS = { record: 'The record’s data, put on the stream again.', object: 'The object’s content as it is now, written again.', request: 'The request’s body is not kept: this is one made of what was uploaded last under its key.' }

/** @param {{ span: Span, kind: 'record' | 'object' | 'request', onDone: () => void }} of */
function Form({ span, kind, onDone }) {
  const { value, error } = useLoaded(() => bodyOf(span, kind), [span.spanId])
  const [edited, setEdited] = useState(/** @type {string | undefined} */ (undefined))
  const users = useUsers()
  const text = edited ?? value?.text ?? ''
  const send = async () => {
    if (await saying('Sent again', async () => value?.again(text, users[0]))) onDone()
  }
  return html`<form method="dialog" class="stack" onSubmit=${(/** @type {Event} */ event) => [event.preventDefault(), send()]}>
    <${Problem} error=${error} />
    <label>${HINTS[kind]}<textarea rows="14" spellcheck=${false} value=${text} onInput=${(/** @type {any} */ event) => setEdited(event.target.value)}></textarea></label>
    <div class="bar"><button class="main" disabled=${!value}>Send</button><button type="button" disabled=${edited === undefined} onClick=${() => setEdited(undefined)}>As it was</button></div>
  </form>`
}

/**
 * What was sent, as text, and how to send it again.
 * @param {Span} span
 * @param {'record' | 'object' | 'request'} kind
 * @returns {Promise<{ text: string, again: (text: string, user: any) => Promise<unknown> }>}
 */
async function bodyOf(span, kind) {
  const { attributes } = span
  if (kind === 'record') {
    const where = { StreamName: attributes['stream'], ShardId: attributes['shard'] }
    const { ShardIterator } = await call('kinesis', 'GetShardIterator', { ...where, ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: attributes['sequenceNumber'] })
    const [record] = (await call('kinesis', 'GetRecords', { ShardIterator, Limit: 1 })).Records
    if (!record) throw new Error('The record is no longer on the stream.')
    return { text: asText(record.Data), again: (text) => call('kinesis', 'PutRecord', { StreamName: attributes['stream'], PartitionKey: record.PartitionKey, Data: base64(text) }) }
  }
  if (kind === 'object') {
    const where = { Bucket: attributes['bucket'], Key: attributes['key'] }
    const { Body, ContentType, Metadata } = await call('s3', 'GetObject', where)
    return { text: asText(Body), again: (text) => call('s3', 'PutObject', { ...where, ContentType, Metadata, Body: base64(text) }) }
  }
  return requestOf(span)
}

/** @param {Span} span */
async function requestOf(span) {
  const [state, trace] = await Promise.all([get('state'), get(`traces/${span.traceId}`)])
  const api = state.apis.find((/** @type {any} */ { routes }) => routes.some((/** @type {any} */ { key }) => key === span.name))
  const route = api?.routes.find((/** @type {any} */ { key }) => key === span.name)
  if (!route) throw new Error(`There is no route ${span.name} now.`)
  const written = trace.tree.find((/** @type {Span} */ { name }) => name === 's3:PutObject')?.attributes
  const content = written ? asText((await call('s3', 'GetObject', { Bucket: written.bucket, Key: written.key })).Body) : 'Hello'
  const filename = written ? String(written.key).split('/').at(-1) : 'replayed.txt'
  return { text: JSON.stringify({ filename, content }, undefined, 2), again: (/** @type {string} */ body, /** @type {any} */ user) => request(state, { api, route, user, body }) }
}

/** @param {{ $base64?: string }} data */
function asText(data) {
  const text = textOf(bytesOf(data))
  if (text === undefined) throw new Error('Its data are no text, and cannot be edited here.')
  return text
}
