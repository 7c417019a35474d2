import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Target } from '../commands/support/target.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { Bench } from './bench.ts'
import { checkLab, nextHint, solveLab, startLab, stopLab, type Desk, type Progress } from './course.ts'
import { LABS } from './index.ts'

let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
afterAll(() => sandbox.stop())

/** How long what a wrong fix breaks is waited for. */
const PATIENCE_MS = 1500

function deskOf({ clients, stack, endpoint, region, checkpoint }: Sandbox): Desk {
  const target: Target = { session: { engine: 'embedded', endpoints: { aws: endpoint, edge: endpoint, region } }, clients, stack }
  let progress: Progress | undefined
  let state: { restore(): Promise<void> } | undefined
  return {
    target,
    read: () => progress,
    write: (next) => void (progress = next),
    save: async () => void (state = await checkpoint()),
    restore: () => state!.restore(),
  }
}

describe.each(LABS.map((lab) => [lab.name, lab] as const))('%s', (name, lab) => {
  test('is broken, refuses wrong fixes, takes the right one, and is put back', { timeout: 120_000 }, async () => {
    const desk = deskOf(sandbox)
    await startLab(desk, name)
    const bench = new Bench(desk.target, desk.read()!.memo, PATIENCE_MS)
    const broken = await sandbox.checkpoint()
    // Whoever does as the story says must not send again what is to arrive.
    for (const name of Object.keys(bench.memo)) expect(lab.story(bench.names)).not.toContain(`"filename":"${name}"`)
    const before = await lab.check(bench)
    expect(before).toMatchObject({ passed: false, why: [expect.stringMatching(/.{20}/)] })
    for (const wrong of lab.wrongFixes) {
      await broken.restore()
      await wrong.apply(bench)
      expect(await lab.check(bench), wrong.name).toMatchObject({ passed: false, why: expect.arrayContaining([expect.stringMatching(/.{20}/)]) })
    }
    await broken.restore()
    expect(await solveLab(desk)).toMatch(/^```sh\naws|^```sh\n\w+=\$\(aws/)
    expect(await checkLab(desk)).toEqual({ passed: true, why: [] })
    expect(await stopLab(desk)).toMatchObject({ lab: name, solved: true, checks: 1, passedAt: expect.any(String) })
    expect(desk.read()).toBeUndefined()
    expect(await new Bench(desk.target).endToEnd()).toEqual([])
    await sandbox.reset()
  })

  test('has texts that name what stands here', () => {
    const { names } = new Bench(deskOf(sandbox).target)
    const texts = [lab.story(names), ...lab.hints(names), lab.solution(names)]
    for (const text of texts) expect(text).not.toMatch(/undefined|\[object|```sh\n[^`]*…/)
    expect(lab.story(names)).toMatch(/```sh\n[^`]*(aws|curl) /)
    expect(lab.wrongFixes.length).toBeGreaterThanOrEqual(2)
    expect(lab.minutes).toBeGreaterThan(0)
  })
})

test('hints come one after the other, and the last stays', async () => {
  const desk = deskOf(sandbox)
  await startLab(desk, 'wrong-issuer')
  expect([nextHint(desk), nextHint(desk), nextHint(desk), nextHint(desk)].map(({ number }) => number)).toEqual([1, 2, 3, 3])
  await expect(startLab(desk, 'hot-partition')).rejects.toThrow('The lab wrong-issuer is under way')
  await stopLab(desk)
  expect(() => nextHint(desk)).toThrow('No lab is under way')
  await expect(startLab(desk, 'nothing')).rejects.toThrow(/There is no lab nothing. Choose one of wrong-issuer,/)
})
