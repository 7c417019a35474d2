import { percentile } from './load.ts'

/** The middle one of `runs` measurements, after a first that does not count. */
export async function middleOf(runs: number, measure: () => Promise<number>): Promise<number> {
  const taken: number[] = []
  for (let run = 0; run <= runs; run++) taken.push(await measure())
  return percentile(taken.slice(1).sort((a, b) => a - b), 0.5)
}
