/** The numbers of the moment (A26), each with the short key that the sources use and what it was measured on. */
import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Monitor.module.css'
import type { Process } from './queries'

interface Cell {
  key: 'accuracy' | 'macro_f1' | 't_loss' | 'lr' | 'images' | 'bsize' | 'iter' | 'epoch' | 'device' | 'machine'
  value: ReactNode
  /** Below the value: what it was measured on, say. */
  note?: string
  tone?: string
}

export function HeaderNumbers({ process }: { process: Process }) {
  const { t } = useTranslation('monitoring')
  const cells = useCells(process)
  return (
    <dl className={`mw-card ${styles.numbers}`}>
      {cells.map(({ key, value, note, tone }) => (
        <div key={key} className={styles.cell} data-tone={tone}>
          <dt>
            <Tooltip title={t(`numbers.${key}.hint`)}>
              <span>{t(`numbers.${key}.name`)}</span>
            </Tooltip>
          </dt>
          <dd className="mw-number">{value ?? '–'}</dd>
          {note && <dd className={styles.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  )
}

function useCells(process: Process): Cell[] {
  const { t } = useTranslation('monitoring')
  const f = useFormat()
  const some = (value: number | null, text: (value: number) => string) => (value === null ? undefined : text(value))
  const pair = (now: number | null, planned: number | null, digits = 0) =>
    now === null && planned === null
      ? undefined
      : `${some(now ?? 0, (x) => f.number(x, digits))} / ${some(planned, f.number) ?? '–'}`
  const measured = process.measured_on
    ? t(`set.${process.measured_on === 'test' ? 'test' : 'validation'}`) +
      (process.measured_samples === null ? '' : `, n = ${f.number(process.measured_samples)}`)
    : undefined
  const { accuracy, macro_f1, loss, learning_rate, machine } = process
  return [
    { key: 'accuracy', value: some(accuracy, (x) => f.percent(x, 2)), note: measured, tone: 'precision' },
    { key: 'macro_f1', value: some(macro_f1, (x) => f.percent(x, 2)), note: measured, tone: 'precision' },
    { key: 't_loss', value: some(loss, (x) => f.significant(x, 4)), note: t('numbers.t_loss.note'), tone: 'loss' },
    { key: 'lr', value: some(learning_rate, (x) => f.significant(x, 4)), tone: 'learningRate' },
    { key: 'iter', value: pair(process.iteration, process.iterations) },
    { key: 'epoch', value: pair(withinPlan(process.epoch, process.epochs), process.epochs, 1) },
    { key: 'images', value: some(process.images, f.number) },
    { key: 'bsize', value: some(process.batch_size, f.number) },
    {
      key: 'device',
      value: process.device.replace(/^\w+/, (name) => name.toUpperCase()) || undefined,
      note: process.precision,
    },
    { key: 'machine', value: machine.name, note: machine.address },
  ]
}

/** The planned epochs are rounded, so the last steps may lie a little beyond them. */
const withinPlan = (epoch: number | null, epochs: number | null) =>
  epoch === null || epochs === null ? epoch : Math.min(epoch, epochs)
