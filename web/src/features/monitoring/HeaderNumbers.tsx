/** A network's numbers of the moment (A26), each with the short key that the sources use and what it was measured on. */
import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import type { Metric, Network } from '@/lib/tasks'
import styles from './Monitor.module.css'
import type { Process, ProcessNetwork } from './queries'

interface Cell {
  key: Metric | 't_loss' | 'lr' | 'images' | 'bsize' | 'iter' | 'epoch' | 'device' | 'machine'
  value: ReactNode
  /** Below the value: what it was measured on, say. */
  note?: string
  tone?: string
}

interface Props {
  network: ProcessNetwork
  machine: Process['machine']
}

export function HeaderNumbers({ network, machine }: Props) {
  const { t } = useTranslation('monitoring')
  const cells = useCells(network, machine)
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

/** What is shown of each network's measured numbers; another that decides comes before them. */
const usual: Record<Network, Metric[]> = {
  classification: ['accuracy', 'macro_f1'],
  segmentation: ['mean_iou', 'macro_f1'],
  detection: ['ap50', 'ap'],
}

function useCells(network: ProcessNetwork, machine: Process['machine']): Cell[] {
  const { t } = useTranslation('monitoring')
  const f = useFormat()
  const some = (value: number | null, text: (value: number) => string) => (value === null ? undefined : text(value))
  const pair = (now: number | null, planned: number | null, digits = 0) =>
    now === null && planned === null
      ? undefined
      : `${some(now ?? 0, (x) => f.number(x, digits))} / ${some(planned, f.number) ?? '–'}`
  const measured = network.measured_on
    ? f.facts([
        t(`set.${network.measured_on === 'test' ? 'test' : 'validation'}`),
        network.measured_samples === null ? '' : `n\u00a0=\u00a0${f.number(network.measured_samples)}`,
      ])
    : undefined
  const { loss, learning_rate, metric } = network
  const names = [...new Set([...(metric ? [metric] : []), ...usual[network.network]])]
  return [
    ...names.map((key) => ({
      key,
      value: some(network.measured[key] ?? null, (x) => f.percent(x, 2)),
      note: measured,
      tone: 'precision',
    })),
    { key: 't_loss', value: some(loss, (x) => f.significant(x, 4)), note: t('numbers.t_loss.note'), tone: 'loss' },
    { key: 'lr', value: some(learning_rate, (x) => f.significant(x, 4)), tone: 'learningRate' },
    { key: 'iter', value: pair(network.iteration, network.iterations) },
    { key: 'epoch', value: pair(withinPlan(network.epoch, network.epochs), network.epochs, 1) },
    { key: 'images', value: some(network.images, f.number) },
    { key: 'bsize', value: some(network.batch_size, f.number) },
    {
      key: 'device',
      value: f.device(network.device) || undefined,
      note: network.precision,
    },
    { key: 'machine', value: machine?.name, note: machine?.address },
  ]
}

/** The planned epochs are rounded, so the last steps may lie a little beyond them. */
const withinPlan = (epoch: number | null, epochs: number | null) =>
  epoch === null || epochs === null ? epoch : Math.min(epoch, epochs)
