const CONTEXT = 3

/** One text's change as lines of a unified diff, without its header; none where they are equal. Only one place may differ. */
export function unifiedDiff(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let same = 0
  while (same < old.length - start && same < now.length - start && old.at(-1 - same) === now.at(-1 - same)) same++
  if (start === old.length && start === now.length) return []
  const [oldEnd, newEnd, from] = [old.length - same, now.length - same, Math.max(0, start - CONTEXT)]
  const tail = old.slice(oldEnd, oldEnd + CONTEXT)
  const lead = old.slice(from, start)
  const range = (end: number) => `${from + 1},${end - from + tail.length}`
  return [
    `@@ -${range(oldEnd)} +${range(newEnd)} @@`,
    ...lead.map((line) => ` ${line}`),
    ...old.slice(start, oldEnd).map((line) => `-${line}`),
    ...now.slice(start, newEnd).map((line) => `+${line}`),
    ...tail.map((line) => ` ${line}`),
  ]
}
