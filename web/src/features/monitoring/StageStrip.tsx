/** The stages of a run in order, each with its state, how long it took, and what it found (E59). */
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { Duration } from '@/components/ui/Formatted'
import { StatusTag } from '@/components/ui/StatusTag'
import { secondsBetween, useNow } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import type { Status } from '@/lib/tokens'
import styles from './Monitor.module.css'
import type { Process, ProcessNetwork } from './queries'

type Stage = Schemas['StageOut']

/** What still waits in such a process is not waited for. */
const ended: ReadonlySet<string> = new Set(['stopped', 'failed', 'completed'])

export function StageStrip({ process }: { process: Process }) {
  const { t } = useTranslation('monitoring')
  const hasEnded = ended.has(process.status)
  return (
    <ol className={`mw-card ${styles.stages}`} aria-label={t('stages.title')}>
      {process.stages.map((stage) => (
        <li key={stage.name} className={styles.stage} data-state={stage.state}>
          <div className={styles.stageHead}>
            <span className={styles.stageName}>{stage.title}</span>
            <Took stage={stage} />
          </div>
          {hasEnded && stage.state === 'waiting' ? (
            <StatusTag status="created" label={t('stages.notReached')} />
          ) : (
            <StatusTag status={stage.state as Status} />
          )}
          <Done stage={stage} process={process} />
          <Found counts={stage.counts ?? {}} />
        </li>
      ))}
    </ol>
  )
}

function Took({ stage: { state, started, took_s } }: { stage: Stage }) {
  const isRunning = state === 'running'
  const now = useNow(isRunning)
  const seconds = isRunning ? Math.floor(secondsBetween(started ?? null, null, now) ?? 0) : took_s
  if (seconds === null || seconds === undefined) return null
  return (
    <span className="mw-muted">
      <Duration seconds={seconds} />
    </span>
  )
}

/** The network whose iterations tell how far such a stage is. */
function trainedIn(name: string, { networks }: Process): ProcessNetwork | undefined {
  if (name === 'segmentation_training') return networks.find(({ network }) => network === 'segmentation')
  return name === 'training' ? networks.at(-1) : undefined
}

/** How far a stage is; for a training the iterations say it. */
function Done({ stage, process }: { stage: Stage; process: Process }) {
  const { number } = useFormat()
  const network = trainedIn(stage.name, process)
  const done = network ? network.iteration : stage.done
  const total = network ? network.iterations : stage.total
  if (stage.state !== 'running' || !total) return null
  const share = Math.min(1, (done ?? 0) / total)
  return (
    <>
      <div className={styles.stageBar}>
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <span className={`mw-muted mw-number ${styles.small}`}>
        {number(done ?? 0)} / {number(total)}
      </span>
    </>
  )
}

const known = [
  'images',
  'non_compliant',
  'train',
  'validation',
  'test',
  'packed',
  'reused',
  'samples',
] as const satisfies string[]

function Found({ counts }: { counts: Record<string, number> }) {
  const { t } = useTranslation('monitoring')
  const { number } = useFormat()
  const found = known.filter((name) => counts[name] !== undefined)
  if (!found.length) return null
  return (
    <ul className={styles.found}>
      {found.map((name) => (
        <li key={name} data-attention={name === 'non_compliant' && (counts[name] ?? 0) > 0}>
          {t(`counts.${name}`, { count: counts[name], text: number(counts[name] ?? 0) })}
        </li>
      ))}
    </ul>
  )
}
