import type { Diagnosis, Finding } from '../diagnosis.ts'

/** Tools started from here would look in another region or account than the stack's. */
export const wrongPlace: Diagnosis = {
  name: 'wrong-place',
  async examine({ target }) {
    const { region } = target.session.endpoints
    const findings: Finding[] = []
    const wanted = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION']
    if (wanted !== undefined && wanted !== region)
      findings.push({
        weight: 50,
        problem: `The environment's region is ${wanted}, and the stack is in ${region}: there is nothing of it in ${wanted}.`,
        because: ['AWS_REGION or AWS_DEFAULT_REGION is set.'],
        remedy: `eval "$(sandbox env)", or export AWS_REGION=${region}`,
      })
    if (target.session.engine === 'aws') return findings
    const key = process.env['AWS_ACCESS_KEY_ID'] ?? ''
    if (/^\d{12}$/.test(key) && key !== target.stack.account)
      findings.push({
        weight: 50,
        problem: `The environment's account is ${key}, and the stack is in ${target.stack.account}.`,
        because: ['An access key id of 12 digits names an account of its own.'],
        remedy: 'eval "$(sandbox env)"',
      })
    const endpoint = process.env['AWS_ENDPOINT_URL']
    if (endpoint !== undefined && endpoint.replace(/\/$/, '') !== target.session.endpoints.aws)
      findings.push({
        weight: 50,
        problem: `The environment's AWS_ENDPOINT_URL is ${endpoint}, and the sandbox answers at ${target.session.endpoints.aws}.`,
        because: ['AWS_ENDPOINT_URL is set.'],
        remedy: 'eval "$(sandbox env)"',
      })
    return findings
  },
}
