import { test } from 'vitest'
import { randomUUID } from 'node:crypto'
import { childrenByParent, keyOf, type Model } from '../../shared/model.ts'
import type { SeedData } from '../../shared/rows.ts'
import { compareRows } from './compare-rows.ts'
import { rowVolatility } from './volatility.ts'
import { seedStatements } from '../baseline/seed.ts'
const model: Model = { objects: new Map(), children: childrenByParent([]), unmodeled: [], server: { major: 18, version: '', encoding: '', locale: '', migratingRole: '' } }
const col = (name: string, type: string) => ({ name, type, notNull: true, hasDefault: false, identity: null })
const k = (n: string) => keyOf({ type: 'table', names: ['public', n], args: [] })
function build(n: number): SeedData {
  const users = Array.from({ length: n }, (_, i) => [randomUUID(), 'user' + i, new Date().toISOString(), 'x'.repeat(40)])
  const posts = Array.from({ length: n }, (_, i) => [randomUUID(), users[(i * 7) % n]![0]!, users[i % 3]![0]!, 'title' + (i % 50)])
  return { tables: [{ table: k('users'), key: ['id'], columns: [col('id', 'uuid'), col('name', 'text'), col('at', 'text'), col('x', 'text')], rows: users },
    { table: k('posts'), key: ['id'], columns: [col('id', 'uuid'), col('u', 'uuid'), col('v', 'uuid'), col('t', 'text')], rows: posts }], sequences: [] }
}
test('x', () => {
  for (const n of [5000, 50000]) {
    const [a, b] = [build(n), build(n)]
    const t = (what: string, f: () => unknown) => { const s = performance.now(); const r = f(); console.log(n, what, Math.round(performance.now() - s)); return r }
    const v = t('volatility', () => rowVolatility(a, b, model)) as ReturnType<typeof rowVolatility>
    if (v.unexplained.length) throw new Error('no')
    t('compare', () => compareRows(a, b, v.volatile))
    const less = { ...b, tables: b.tables.map((x) => ({ ...x, rows: x.rows.filter((_, i) => i !== 17 && i % 1000 !== 3) })) }
    const f = t('compare, some missing', () => compareRows(a, less, v.volatile)) as ReturnType<typeof compareRows>
    console.log(f.findings.map((x) => [x.class, x.address.names[1], x.note]))
    t('seed', () => seedStatements(a, v.volatile, model))
  }
}, 600_000)
