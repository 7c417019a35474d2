// @ts-check
import { call, get } from '../lib/api.js'
import { dateTime, lastOf, size } from '../lib/format.js'
import { html, useEffect } from '../lib/html.js'
import { onSpan, traces } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { link } from '../lib/route.js'
import { useStore } from '../lib/store.js'
import { Badge, Empty, Facts, Panel, Problem, Status, Table } from '../parts/basics.js'
import { Invoke } from '../parts/invoke.js'
import { LogTail } from '../parts/log-tail.js'

/** @param {{ parts: string[] }} of */
export function Functions({ parts: [name] }) {
  return name === undefined ? html`<${List} />` : html`<${One} key=${name} name=${name} />`
}

/** What runs, looked at anew when a function has. */
function useUsage() {
  const { value, again } = useLoaded(() => get('lambda/usage'))
  useEffect(() => {
    let timer = 0
    const stop = onSpan(({ kind }) => (kind === 'invocation' || kind === 'init') && (timer ||= setTimeout(() => [again(), (timer = 0)], 300)))
    return () => [stop(), clearTimeout(timer)]
  }, [again])
  return (/** @type {string} */ name) => {
    const own = /** @type {any[]} */ (value?.usage ?? []).filter((one) => one.name === name)
    const sum = (/** @type {string} */ member) => own.reduce((total, one) => total + one[member], 0)
    return { environments: sum('environments'), busy: sum('busy'), waiting: sum('waiting') }
  }
}

function List() {
  const { value, error } = useLoaded(() => call('lambda', 'ListFunctions'))
  const usage = useUsage()
  const all = /** @type {any[]} */ (value?.Functions ?? [])
  return html`<h1>Functions</h1><${Panel} title="All">
    <${Problem} error=${error} />
    ${value && all.length === 0 && html`<${Empty}>There is no function in this account and region.<//>`}
    ${all.length > 0 && html`<${Table} label="Functions" heads=${['Name', 'Runtime', 'At work', 'Environments', 'Memory', 'Changed']}>${all.map((one) => {
      const { busy, environments, waiting } = usage(one.FunctionName)
      return html`<tr key=${one.FunctionName}><td><a href=${link('functions', one.FunctionName)}>${one.FunctionName}</a></td><td>${one.Runtime}</td>
        <td>${busy}${waiting > 0 && html` <${Badge} tone="warn">${waiting} waiting<//>`}</td><td>${environments}</td><td>${one.MemorySize} MB</td><td class="muted">${dateTime(one.LastModified)}</td></tr>`
    })}<//>`}
  <//>`
}

/** @param {{ name: string }} of */
function One({ name }) {
  const { value, error } = useLoaded(() => call('lambda', 'GetFunction', { FunctionName: name }), [name])
  const { busy, environments, waiting } = useUsage()(name)
  const about = value?.Configuration
  return html`
    <h1 class="title"><a href=${link('functions')}>Functions</a> <span class="muted">/</span> ${name}</h1>
    <${Problem} error=${error} />
    <div class="pair">
      <${Panel} title="Configuration">${about && html`<${Facts} facts=${[
        ['Runtime', about.Runtime], ['Handler', about.Handler], ['Memory', `${about.MemorySize} MB`], ['Time-out', `${about.Timeout} s`], ['Code', size(about.CodeSize)],
        ['Changed', dateTime(about.LastModified)], ['Role', lastOf(about.Role)], ['At work', `${busy} of ${environments} environments${waiting > 0 ? `, ${waiting} waiting` : ''}`],
        ['Reserved', value.Concurrency?.ReservedConcurrentExecutions],
      ]} /><${Facts} isLong facts=${Object.entries(about.Environment?.Variables ?? {}).map(([key, text]) => /** @type {const} */ ([key, html`<code>${text}</code>`]))} />`}<${LastError} name=${name} /><//>
      <${Invoke} name=${name} />
    </div>
    <${LogTail} group=${about?.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`} name=${name} />
  `
}

/** The latest trace in which this function failed. @param {{ name: string }} of */
function LastError({ name }) {
  const all = useStore(traces)
  const failed = all.filter(({ status, services }) => status === 'error' && services.includes('lambda')).slice(0, 10)
  const { value } = useLoaded(async () => {
    for (const { traceId } of failed) {
      const { tree } = await get(`traces/${traceId}`)
      const span = tree.findLast((/** @type {any} */ one) => one.kind === 'invocation' && one.error && (one.name === name || one.attributes.function === name))
      if (span) return span
    }
    return undefined
  }, [failed.map(({ traceId }) => traceId).join()])
  return value ? html`<p class="problem"><${Status} status="error" /> Last error, ${dateTime(value.start)}: <strong>${value.error.code}</strong> ${value.error.message} <a href=${link('timeline', value.traceId)}>See the trace</a></p>` : html`<p class="muted">No error in the traces that are kept.</p>`
}
