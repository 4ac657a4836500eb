/** The comparison's table in words: measured numbers, parameters, model, cost, data. */
import type { Field, Section as Parameters } from '@/lib/parameters'
import { sectionsFor, sectionsOf, valueAt } from '@/lib/parameters'
import { networks, networksOf } from '@/lib/tasks'
import { type Run, type RunNumber, useParametersSchema } from './queries'
import { type Cell, differing, NONE, namesIn, numberOf, type Row, type Section, setOf, setsIn } from './sections'
import { useWords, type Words } from './useWords'

const MB = 1e6
/** Classes that are named in a cell. */
const MOST_CLASSES = 8

/** `withSame`: also the parameters that are the same in all runs. */
export function useSections(runs: Run[], withSame: boolean): Section[] {
  const words = useWords()
  const { data: schema } = useParametersSchema(runs[0])
  return [
    ...measured(runs, words),
    ...(schema ? parameters(sectionsOf(schema.parameters_schema), runs, withSame, words) : []),
    settings(runs, words),
    cost(runs, words),
    data(runs, words),
  ]
}

function measured(runs: Run[], words: Words): Section[] {
  const { t, format } = words
  const sets = setsIn(runs)
  if (!sets.length) return [{ key: 'measured', title: t('measured'), rows: [], note: t('nothingMeasured') }]
  const several = new Set(sets.map(({ network }) => network)).size > 1
  return sets.map(({ network, part }) => {
    const title = t(`set.${part}`)
    const samples = runs.map((run) => setOf(run, network, part)?.samples)
    return {
      key: `${network}.${part}`,
      title: several ? `${t(`common:network.${network}`)} · ${title}` : title,
      rows: [
        row(
          'samples',
          t('row.samples'),
          samples.map((count) => ({ text: count === undefined ? NONE : format.number(count), value: count })),
        ),
        ...namesIn(runs, network, part).map((name) =>
          numbers(
            name,
            runs.map((run) => numberOf(run, network, part, name)),
            words,
          ),
        ),
      ],
    }
  })
}

type MetricName = 'accuracy' | 'mean_iou' | 'ap50' | 'ap' | 'macro_precision' | 'macro_recall' | 'macro_f1'

function numbers(name: string, found: (RunNumber | undefined)[], words: Words): Row {
  const { t } = words
  const tell = (label: string, value: 'low' | 'high' | 'delta') => ({
    label,
    values: found.map((one) => one?.[value] ?? null),
  })
  const hasInterval = found.some((one) => one && one.low !== null)
  return {
    key: name,
    label: t(`common:metric.${name as MetricName}`),
    cells: found.map((one) => numberCell(one, words)),
    more: [
      ...(hasInterval ? [tell(t('csv.low'), 'low'), tell(t('csv.high'), 'high')] : []),
      tell(t('csv.delta'), 'delta'),
    ],
  }
}

function numberCell(one: RunNumber | undefined, { t, format, points }: Words): Cell {
  if (!one) return { text: NONE, value: null }
  const { value, low, high, delta, verdict, is_best } = one
  const interval =
    low !== null && high !== null
      ? [{ text: t('interval', { low: format.percent(low), high: format.percent(high) }) }]
      : []
  const tone = verdict === 'better' ? 'good' : verdict === 'worse' ? 'bad' : undefined
  const said = [delta === null ? '' : points(delta), verdict ? t(`verdict.${verdict}`) : ''].filter(Boolean).join(' · ')
  return {
    text: format.percent(value),
    value,
    isBest: is_best,
    notes: [...interval, ...(said ? [{ text: said, tone } as const] : [])],
  }
}

const row = (key: string, label: string, cells: Cell[]): Row => ({ key, label, cells })

function cost(runs: Run[], { t, format, maybe }: Words): Section {
  const of = (key: string, label: string, tell: (run: Run) => Cell): Row => row(key, label, runs.map(tell))
  const seconds = (value: number | null): Cell => ({ text: maybe(value, format.duration), value })
  const memory = (value: number | null): Cell => ({ text: maybe(value, (mb) => format.bytes(mb * MB)), value })
  const each = (run: Run, tell: (network: Run['networks'][number]) => string): Cell => ({
    text: run.networks.map(tell).join(', ') || NONE,
  })
  return {
    key: 'cost',
    title: t('cost'),
    rows: [
      of('took', t('row.took'), ({ took_s }) => seconds(took_s)),
      of('training', t('row.training'), ({ training_s }) => seconds(training_s)),
      of('step', t('row.step'), (run) =>
        each(run, ({ seconds_per_iteration: s }) =>
          maybe(s, (value) =>
            value < 1 ? format.unit(value * 1000, 'millisecond', 1) : format.unit(value, 'second', 2),
          ),
        ),
      ),
      of('best', t('row.best'), (run) =>
        each(run, ({ best_iteration: best, iterations }) =>
          t('ofAll', { part: maybe(best, format.number), all: maybe(iterations, format.number) }),
        ),
      ),
      of('memory', t('row.memory'), (run) => memory(run.peak_memory_mb)),
      ...(runs.some(({ peak_gpu_mb }) => peak_gpu_mb !== null)
        ? [of('gpu', t('row.gpu'), (run) => memory(run.peak_gpu_mb))]
        : []),
      of('machine', t('row.machine'), ({ machine }) => ({ text: machine || NONE })),
      of('device', t('row.device'), (run) =>
        each(run, ({ device, precision }) => [format.device(device), precision].filter(Boolean).join(', ') || NONE),
      ),
      of('started', t('row.started'), ({ started_at }) => ({
        text: maybe(started_at, format.dateTime),
        value: started_at,
      })),
    ],
  }
}

function settings(runs: Run[], { t }: Words): Section {
  const weights = (said: string) => (said === 'none' || said === 'pretrained' ? t(`weights.${said}`) : said)
  return {
    key: 'settings',
    title: t('settings'),
    rows: [
      row(
        'task',
        t('row.task'),
        runs.map(({ task }) => ({ text: t(`common:task.${task}`) })),
      ),
      row(
        'model',
        t('row.model'),
        runs.map((run) => ({ text: run.base_model })),
      ),
      row(
        'weights',
        t('row.weights'),
        runs.map((run) => ({ text: weights(run.weights) })),
      ),
    ],
  }
}

function data(runs: Run[], { t, format }: Words): Section {
  const count = (key: 'train' | 'validation' | 'test'): Row =>
    row(
      key,
      t(`row.${key}`),
      runs.map(({ data }) => ({ text: data ? format.number(data[key]) : NONE, value: data?.[key] })),
    )
  const difference = (key: 'only_here' | 'only_base' | 'other_class' | 'other_part'): Row =>
    row(
      key,
      t(`difference.${key}`),
      runs.map(({ data }) => ({
        text: data?.difference ? format.number(data.difference[key]) : NONE,
        value: data?.difference?.[key],
      })),
    )
  const differs = runs.some(({ data }) => data?.difference)
  return {
    key: 'data',
    title: t('data'),
    rows: [
      ...(['train', 'validation', 'test'] as const).map(count),
      row(
        'classes',
        t('row.classes'),
        runs.map(({ data }) => classesCell(data?.classes ?? [])),
      ),
      ...(differs ? (['only_here', 'only_base', 'other_class', 'other_part'] as const).map(difference) : []),
      row(
        'hash',
        t('row.hash'),
        runs.map((run) => ({ text: run.data?.hash.slice(0, 12) || NONE, value: run.data?.hash })),
      ),
    ],
  }
}

function classesCell(classes: string[]): Cell {
  const shown = classes.slice(0, MOST_CLASSES).join(', ')
  const text = classes.length > MOST_CLASSES ? `${shown} … (${classes.length})` : shown
  return { text: text || NONE, value: classes.join(', ') }
}

function parameters(all: Parameters[], runs: Run[], withSame: boolean, words: Words): Section[] {
  const used = networks.filter((network) => runs.some(({ task }) => networksOf[task].includes(network)))
  const own = sectionsFor(all, used)
  const { sections, same } = differing(own, runs)
  const isWhole = withSame || runs.length === 1
  const shown: [Parameters, Field[]][] = isWhole
    ? own.map((section) => [section, section.blocks.flatMap(({ fields }) => fields)])
    : sections
  const { t } = words
  const found = shown.map(([{ key, title }, fields]) => ({
    key: `parameters.${key}`,
    title: t('parametersOf', { section: title }),
    rows: fields.map((field) => parameterRow(field, runs, words)),
  }))
  if (isWhole) return found
  const note = t(found.length ? 'sameHidden' : 'allSame', { count: same })
  const last = found.pop() ?? { key: 'parameters', title: t('parameters'), rows: [] }
  return [...found, { ...last, note }]
}

const parameterRow = (field: Field, runs: Run[], { parameter }: Words): Row => ({
  key: field.path,
  label: field.title,
  code: field.path,
  cells: runs.map((run) => ({ text: parameter(field, valueAt(run.parameters, field.path)) })),
})
