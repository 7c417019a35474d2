import { createHash } from 'node:crypto'
import type { HttpResponse } from '../../../../kernel/http.ts'

const STYLE = [
  'body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#f4f4f4}',
  'main{max-width:24rem;margin:10vh auto;padding:2rem;background:#fff;border:1px solid #ccc;border-radius:.5rem}',
  'h1{font-size:1.4rem;margin:0 0 1rem}label{display:block;margin:1rem 0 .25rem;font-weight:600}',
  'input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #767676;border-radius:.25rem}',
  'button{margin-top:1.5rem;width:100%;padding:.6rem;font:inherit;color:#fff;background:#0b5cad;border:0;border-radius:.25rem}',
  'input:focus,button:focus{outline:3px solid #f5a623;outline-offset:1px}',
  '[role=alert]{padding:.5rem .75rem;color:#8a0000;background:#fdecec;border-left:4px solid #b00000}code{overflow-wrap:anywhere}',
].join('')

const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

/** One whole page without scripts or anything from elsewhere; not to be framed, and not to be kept. `body` is HTML. */
export function htmlPage(status: number, title: string, body: string, headers: HttpResponse['headers'] = {}): HttpResponse {
  const html =
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `<title>${escape(title)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n<h1>${escape(title)}</h1>\n${body}\n</main>\n</body>\n</html>\n`
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src ${STYLE_HASH}; base-uri 'none'; frame-ancestors 'none'`,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    body: html,
  }
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'password'
  readonly autocomplete: string
  readonly value?: string
  readonly numeric?: true
}

/** A form that posts back to its own address. The first field without a value has the focus; `problem` is read out at once. */
export function form(options: {
  readonly fields: readonly Field[]
  readonly hidden: Readonly<Record<string, string>>
  readonly button: string
  readonly problem?: string | undefined
  /** HTML. */
  readonly note?: string
}): string {
  const first = options.fields.find(({ value }) => value === undefined)
  const problem = options.problem === undefined ? '' : `<p role="alert" id="problem">${escape(options.problem)}</p>\n`
  const about = problem === '' ? '' : ' aria-describedby="problem"'
  const fields = options.fields.map(
    ({ name, label, type, autocomplete, value, numeric }) =>
      `<label for="${escape(name)}">${escape(label)}</label>\n<input id="${escape(name)}" name="${escape(name)}" type="${type}" autocomplete="${autocomplete}" required` +
      `${numeric ? ' inputmode="numeric" pattern="[0-9]{6}"' : ''}${value === undefined ? '' : ` value="${escape(value)}"`}` +
      `${first?.name === name ? ' autofocus' : ''}${about}>`,
  )
  const hidden = Object.entries(options.hidden).map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`)
  return `${problem}${options.note ?? ''}<form method="post">\n${[...hidden, ...fields].join('\n')}\n<button type="submit">${escape(options.button)}</button>\n</form>`
}

export const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
