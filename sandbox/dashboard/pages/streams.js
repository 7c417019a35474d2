// @ts-check
import { call, get } from '../lib/api.js'
import { base64, bytesOf, prettyJson, textOf } from '../lib/bytes.js'
import { clockTime, dateTime, lastOf, plural, size } from '../lib/format.js'
import { html, useEffect, useState } from '../lib/html.js'
import { onSpan } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { go, link } from '../lib/route.js'
import { isAfter, readShards, untilLabel } from '../lib/shards.js'
import { Badge, Empty, Facts, Panel, Problem, Table } from '../parts/basics.js'
import { Content } from '../parts/content.js'
import { Dialog } from '../parts/dialog.js'
import { saying } from '../parts/toasts.js'

const WINDOWS = /** @type {const} */ ([['300', 'Last 5 minutes'], ['3600', 'Last hour'], ['', 'All that is kept']])

/** @param {{ parts: string[] }} of */
export function Streams({ parts: [name] }) {
  const { value, error } = useLoaded(() => get('state'))
  useEffect(() => {
    if (name === undefined && value?.streams.length === 1) go('streams', value.streams[0].name)
  }, [value])
  const streams = /** @type {any[]} */ (value?.streams ?? [])
  return html`
    <h1 class="title"><a href=${link('streams')}>Streams</a>${name && html` <span class="muted">/</span> ${name}`}</h1>
    <${Problem} error=${error} />
    ${value && streams.length === 0 && html`<div class="panel"><${Empty}>There is no stream in this account and region.<//></div>`}
    ${name === undefined ? streams.length > 1 && html`<${Panel} title="All"><${Table} label="Streams" heads=${['Name', 'Mode', 'Open shards', 'Status']}>${streams.map((one) => html`<tr key=${one.name}><td><a href=${link('streams', one.name)}>${one.name}</a></td><td>${one.mode}</td><td>${one.shards}</td><td>${one.status}</td></tr>`)}<//><//>`
      : value && html`<${One} key=${name} name=${name} mappings=${value.mappings.filter((/** @type {any} */ { source }) => lastOf(source) === name)} />`}
  `
}

/** @param {{ name: string, mappings: any[] }} of */
function One({ name, mappings }) {
  const [window_s, setWindow] = useState('3600')
  const [chosen, choose] = useState(/** @type {any} */ (undefined))
  const { value, error, again } = useLoaded(() => readShards(name, window_s === '' ? undefined : Number(window_s)), [name, window_s])
  useEffect(() => {
    let timer = 0
    const stop = onSpan(({ kind, attributes }) => (attributes['stream'] === name || kind === 'invocation') && (timer ||= setTimeout(() => [again(), (timer = 0)], 500)))
    return () => [stop(), clearTimeout(timer)]
  }, [again])
  const records = (value?.shards ?? []).flatMap((shard) => shard.records.map((/** @type {any} */ record) => ({ ...record, shard: shard.id }))).sort((a, b) => Date.parse(b.ApproximateArrivalTimestamp) - Date.parse(a.ApproximateArrivalTimestamp))
  return html`
    <${Problem} error=${error} />
    ${value && html`<${Panel} title="Shards and their consumers"><${Table} label="Shards" heads=${['Shard', 'Records', 'Keys', ...mappings.map((mapping) => html`<a href=${link('functions', mapping.function.split(':')[6])}>${mapping.function.split(':')[6]}</a> <${Badge} tone=${mapping.state === 'Enabled' ? 'ok' : 'bad'}>${mapping.state}<//>`)]}>
      ${value.shards.map((shard) => html`<tr key=${shard.id}><td><code title=${shard.id}>${shard.id.replace(/^shardId-0*(?=\d{4})/, '')}</code> ${shard.isClosed && html`<${Badge}>closed<//>`}</td><td>${shard.records.length}${shard.isCut && '+'}</td><td class="muted mono">${shard.range}</td>
        ${mappings.map((mapping) => html`<td><${Position} position=${value.positions.find((one) => one.mapping === mapping.id && one.shard === shard.id)} records=${shard.records} /></td>`)}</tr>`)}
    <//><//>`}
    <${Panel} title=${value ? plural(records.length, 'record') : 'Records'} tools=${html`<label class="check">Show <select value=${window_s} onChange=${(/** @type {any} */ event) => setWindow(event.target.value)}>${WINDOWS.map(([seconds, word]) => html`<option value=${seconds}>${word}</option>`)}</select></label>`}>
      ${value && records.length === 0 && html`<${Empty}>No record in this time.<//>`}
      ${records.length > 0 && html`<${Table} label="Records" heads=${['Arrived', 'Shard', 'Partition key', 'Data', 'Size']}>${records.slice(0, 300).map((record) => {
        const bytes = bytesOf(record.Data)
        return html`<tr key=${record.shard + record.SequenceNumber}><td class="muted">${clockTime(record.ApproximateArrivalTimestamp)}</td><td class="mono">${record.shard.slice(-4)}</td><td class="wrap">${record.PartitionKey}</td>
          <td class="line"><button type="button" class="plain mono" onClick=${() => choose(record)}>${(textOf(bytes) ?? '(bytes)').slice(0, 200) || '(empty)'}</button></td><td class="muted">${size(bytes.length)}</td></tr>`
      })}<//>`}
    <//>
    ${chosen && html`<${Record} stream=${name} record=${chosen} onClose=${() => choose(undefined)} />`}
  `
}

/** How far a mapping has come, and what is still before it. @param {{ position: any, records: any[] }} of */
function Position({ position, records }) {
  if (!position) return html`<span class="muted">not begun</span>`
  const behind = records.filter(({ SequenceNumber }) => position.after === undefined || isAfter(SequenceNumber, position.after))
  const lag = behind.length === 0 ? 'up to date' : `${behind.length} behind`
  return html`<${Badge} tone=${behind.length === 0 ? 'ok' : 'warn'}>${lag}<//> ${behind.length > 0 && html`<span class="muted">oldest ${untilLabel(behind[0])}</span> `}
    <code class="muted" title=${position.after}>${position.after === undefined ? 'from its start' : `…${position.after.slice(-8)}`}</code>${position.drained && html` <${Badge}>drained<//>`}`
}

/** @param {{ stream: string, record: any, onClose: () => void }} of */
function Record({ stream, record, onClose }) {
  const bytes = bytesOf(record.Data)
  const text = textOf(bytes)
  const [edited, setEdited] = useState(prettyJson(text ?? '') ?? text)
  const put = (/** @type {string | Uint8Array} */ data) => saying('Put on the stream again', () => call('kinesis', 'PutRecord', { StreamName: stream, PartitionKey: record.PartitionKey, Data: base64(data) }))
  return html`<${Dialog} title="Record" onClose=${onClose}>
    <${Facts} facts=${[['Arrived', dateTime(record.ApproximateArrivalTimestamp)], ['Shard', record.shard], ['Partition key', record.PartitionKey], ['Sequence', html`<code>${record.SequenceNumber}</code>`], ['Size', size(bytes.length)]]} />
    <${Content} bytes=${bytes} label="data" />
    <div class="stack">
      ${edited !== undefined && html`<label>Edit and put again<textarea rows="6" spellcheck=${false} value=${edited} onInput=${(/** @type {any} */ event) => setEdited(event.target.value)}></textarea></label>`}
      <div class="bar">${edited !== undefined && html`<button type="button" class="main" onClick=${() => put(edited)}>Put edited</button>`}<button type="button" onClick=${() => put(bytes)}>Put as it was</button></div>
    </div>
  <//>`
}
