// @ts-check
import { address, call } from '../lib/api.js'
import { base64, bytesOf } from '../lib/bytes.js'
import { dateTime, size } from '../lib/format.js'
import { html, useEffect } from '../lib/html.js'
import { onSpan } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { go, link } from '../lib/route.js'
import { Badge, Empty, Facts, Panel, Problem, Table } from '../parts/basics.js'
import { Content } from '../parts/content.js'
import { Drop } from '../parts/drop.js'
import { saying } from '../parts/toasts.js'

const PREVIEW_BYTES = 512 * 1024

/** Buckets, then a bucket by prefixes, then one object: `objects/<bucket>/<prefix or key>`. @param {{ parts: string[] }} of */
export function Objects({ parts: [bucket, path = ''] }) {
  const isObject = path !== '' && !path.endsWith('/')
  const prefix = isObject ? path.slice(0, path.lastIndexOf('/') + 1) : path
  return html`
    <h1 class="title"><a href=${link('objects')}>Buckets</a>${bucket && html` <${Crumbs} bucket=${bucket} path=${prefix} />`}</h1>
    ${bucket === undefined ? html`<${Buckets} />` : html`<div class=${isObject ? 'pair' : ''}><${Folder} key=${bucket + prefix} bucket=${bucket} prefix=${prefix} chosen=${path} />${isObject && html`<${One} key=${path} bucket=${bucket} name=${path} />`}</div>`}
  `
}

/** @param {{ bucket: string, path: string }} of */
function Crumbs({ bucket, path }) {
  const parts = path.split('/').filter((part) => part !== '')
  return html`<span class="muted">/</span> <a href=${link('objects', bucket)}>${bucket}</a>
    ${parts.map((part, index) => html` <span class="muted">/</span> <a href=${link('objects', bucket, `${parts.slice(0, index + 1).join('/')}/`)}>${part}</a>`)}`
}

function Buckets() {
  const { value, error } = useLoaded(() => call('s3', 'ListBuckets'))
  const all = /** @type {any[]} */ (value?.Buckets ?? [])
  return html`<${Panel} title="Buckets"><${Problem} error=${error} />
    ${value && all.length === 0 && html`<${Empty}>There is no bucket in this account.<//>`}
    ${all.length > 0 && html`<${Table} label="Buckets" heads=${['Name', 'Created']}>${all.map(({ Name, CreationDate }) => html`<tr key=${Name}><td><a href=${link('objects', Name)}>${Name}</a></td><td class="muted">${dateTime(CreationDate)}</td></tr>`)}<//>`}
  <//>`
}

/** @param {{ bucket: string, prefix: string, chosen: string }} of */
function Folder({ bucket, prefix, chosen }) {
  const { value, error, again } = useLoaded(() => call('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: prefix, Delimiter: '/', MaxKeys: 500 }), [bucket, prefix])
  useEffect(() => {
    let timer = 0
    const stop = onSpan(({ attributes }) => attributes['bucket'] === bucket && (timer ||= setTimeout(() => [again(), (timer = 0)], 500)))
    return () => [stop(), clearTimeout(timer)]
  }, [again])
  const put = async (/** @type {File[]} */ files) => {
    for (const file of files)
      await saying(`${file.name} is in the bucket`, async () => call('s3', 'PutObject', {
        Bucket: bucket, Key: `${prefix}${file.name}`, Body: base64(new Uint8Array(await file.arrayBuffer())), ...(file.type ? { ContentType: file.type } : {}),
      }))
    again()
  }
  const folders = /** @type {any[]} */ (value?.CommonPrefixes ?? [])
  const objects = /** @type {any[]} */ (value?.Contents ?? [])
  return html`<${Panel} title=${prefix || bucket} tools=${value?.IsTruncated && html`<${Badge} tone="warn">the first 500<//>`}>
    <${Problem} error=${error} />
    ${value && folders.length + objects.length === 0 && html`<${Empty}>Nothing is here.<//>`}
    ${folders.length + objects.length > 0 && html`<${Table} label="Objects" heads=${['Name', 'Size', 'Changed']}>
      ${folders.map(({ Prefix }) => html`<tr key=${Prefix}><td><a href=${link('objects', bucket, Prefix)}>${Prefix.slice(prefix.length)}</a></td><td></td><td></td></tr>`)}
      ${objects.map(({ Key, Size, LastModified }) => html`<tr key=${Key}><td class="wrap"><a href=${link('objects', bucket, Key)} aria-current=${Key === chosen ? 'true' : undefined}>${Key.slice(prefix.length)}</a></td>
        <td class="muted">${size(Size)}</td><td class="muted">${dateTime(LastModified)}</td></tr>`)}
    <//>`}
    <div><${Drop} label=${`Drop files to put them into ${prefix || bucket}, or choose them`} onFiles=${put} /></div>
  <//>`
}

/** @param {{ bucket: string, name: string }} of */
function One({ bucket, name }) {
  const { value, error } = useLoaded(() => call('s3', 'HeadObject', { Bucket: bucket, Key: name }), [bucket, name])
  const url = address('state/object', { bucket, key: name })
  const remove = async () => {
    if (confirm(`Delete ${name}?`) && (await saying('Deleted', () => call('s3', 'DeleteObject', { Bucket: bucket, Key: name })))) go('objects', bucket, name.slice(0, name.lastIndexOf('/') + 1))
  }
  return html`<${Panel} title=${name.split('/').at(-1) ?? name} tools=${html`<a class="button" href=${`${url}&download`} download>Download</a><button type="button" class="danger" onClick=${remove}>Delete …</button>`}>
    <${Problem} error=${error} />
    ${value && html`<${Facts} facts=${[
      ['Size', size(value.ContentLength)], ['Type', value.ContentType], ['Changed', dateTime(value.LastModified)], ['ETag', html`<code>${value.ETag}</code>`], ['Version', value.VersionId],
      ...Object.entries(value.Metadata ?? {}).map(([key, text]) => /** @type {const} */ ([key, html`<code>${text}</code>`])),
    ]} /><${Preview} bucket=${bucket} name=${name} type=${value.ContentType ?? ''} length=${value.ContentLength ?? 0} url=${url} />`}
  <//>`
}

/** @param {{ bucket: string, name: string, type: string, length: number, url: string }} of */
function Preview({ bucket, name, type, length, url }) {
  const isImage = type.startsWith('image/')
  const { value, error } = useLoaded(async () => (isImage || length > PREVIEW_BYTES ? undefined : bytesOf((await call('s3', 'GetObject', { Bucket: bucket, Key: name })).Body)), [bucket, name, length])
  if (isImage) return html`<img class="preview" src=${url} alt=${name} />`
  if (length > PREVIEW_BYTES) return html`<${Empty}>Too large for a preview: download it.<//>`
  return html`<${Problem} error=${error} />${value && html`<${Content} bytes=${value} label="content" />`}`
}
