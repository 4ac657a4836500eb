/** What a rehearsal found: the forecast of time and memory, and eight samples as the training would see them. */
import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { ImageViewer } from '@/components/ui/ImageViewer'
import { fileName } from '@/lib/fileName'
import { useFormat } from '@/lib/format'
import type { Forecast, Rehearsal } from './queries'
import styles from './Rehearsal.module.css'

const MEGA = 1e6

interface Props {
  rehearsal: Pick<Rehearsal, 'id' | 'machine' | 'previews'>
  forecast: Forecast
}

export function RehearsalResult({ rehearsal, forecast }: Props) {
  return (
    <>
      <Verdict machine={rehearsal.machine.name} forecast={forecast} />
      <Total forecast={forecast} />
      <Needs forecast={forecast} />
      <Previews rehearsal={rehearsal} />
    </>
  )
}

/** That it will not fit is said loudly, with what to change. */
function Verdict({ machine, forecast: { fits, advice } }: { machine: string; forecast: Forecast }) {
  const { t } = useTranslation('templates')
  return (
    <div className={styles.verdict} data-fits={fits} role={fits ? undefined : 'alert'}>
      <b>
        {fits ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
        {fits ? t('rehearsal.fits', { machine }) : t('rehearsal.fitsNot', { machine })}
      </b>
      {advice.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}

function Total({ forecast: { total_s, total_band, networks, device } }: { forecast: Forecast }) {
  const { t } = useTranslation(['templates', 'common'])
  const { duration, number, device: nameOf } = useFormat()
  const [low = total_s, high = total_s] = total_band
  return (
    <div>
      <div className="mw-muted">{t('rehearsal.total')}</div>
      <div className={styles.total}>{t('common:about', { text: duration(total_s) })}</div>
      <div>{t('rehearsal.band', { low: duration(low), high: duration(high) })}</div>
      {networks.map(({ network, iterations, seconds_per_iteration: seconds, batch_size, parts }) => (
        <div key={network} className="mw-muted">
          {t('rehearsal.perIteration', {
            network: t(`common:network.${network}`),
            iterations: number(iterations),
            time: duration(seconds),
          })}
          {parts > 1 && ` · ${t('rehearsal.parts', { count: parts, batch: number(batch_size) })}`}
        </div>
      ))}
      <div className="mw-muted">{nameOf(device)}</div>
    </div>
  )
}

function Needs({ forecast }: { forecast: Forecast }) {
  const { t } = useTranslation('templates')
  const { peak_memory_mb, memory_mb, peak_gpu_mb, gpu_mb, disk_mb, free_disk_mb } = forecast
  return (
    <div className={styles.needs}>
      <Need name={t('rehearsal.memory')} needed={peak_memory_mb} free={memory_mb} />
      {peak_gpu_mb !== null && gpu_mb !== null && <Need name={t('rehearsal.gpu')} needed={peak_gpu_mb} free={gpu_mb} />}
      <Need name={t('rehearsal.disk')} needed={disk_mb} free={free_disk_mb} />
    </div>
  )
}

function Need({ name, needed, free }: { name: string; needed: number; free: number }) {
  const { t } = useTranslation('templates')
  const { bytes } = useFormat()
  const share = Math.min(1, needed / Math.max(1, free))
  return (
    <div>
      <span>{name}</span>
      <span className="mw-muted mw-number">
        {t('rehearsal.of', { needed: bytes(needed * MEGA), free: bytes(free * MEGA) })}
      </span>
      <div className={styles.track} data-short={needed > free}>
        <div style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}

function Previews({ rehearsal: { id, previews } }: { rehearsal: Props['rehearsal'] }) {
  const { t } = useTranslation('templates')
  const [shown, setShown] = useState<number>()
  const name = (index: number) => t('rehearsal.preview', { index: index + 1, total: previews.length })
  const preview = shown === undefined ? undefined : previews[shown]
  if (!previews.length) return null
  return (
    <div>
      <div className="mw-muted">{t('rehearsal.previews')}</div>
      <div className={styles.previews}>
        {previews.map(({ file, path, label }, index) => (
          <button key={file} type="button" title={`${label} · ${fileName(path)}`} onClick={() => setShown(index)}>
            <img src={urls.preview(id, file)} alt={name(index)} loading="lazy" />
          </button>
        ))}
      </div>
      {shown !== undefined && preview && (
        <ImageViewer
          src={urls.preview(id, preview.file)}
          alt={name(shown)}
          title={
            <>
              <strong>{preview.label}</strong> {fileName(preview.path)} <span className="mw-muted">{name(shown)}</span>
            </>
          }
          onPrevious={shown > 0 ? () => setShown(shown - 1) : undefined}
          onNext={shown + 1 < previews.length ? () => setShown(shown + 1) : undefined}
          onClose={() => setShown(undefined)}
        />
      )}
    </div>
  )
}
