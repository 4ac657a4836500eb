/** What can be done with the chosen images: exclude, include again, check again, download. */
import { CheckCircleOutlined, DownloadOutlined, ReloadOutlined, StopOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { downloadUrl } from '@/lib/download'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import type { Dataset } from '../queries'
import { ExcludeDialog } from './ExcludeDialog'
import { queryOf } from './filters'
import styles from './Gallery.module.css'
import { type SampleFilter, type Selected, useCheckSamples, useInclude } from './queries'
import type { Choosing } from './useSelection'

interface Props {
  dataset: Dataset
  wanted: SampleFilter
  choosing: Choosing
}

/** More numbers than these make the address of a download too long. */
const MOST_IN_ADDRESS = 4000
/** The server takes no more images that were chosen one by one. */
const MOST_CHOSEN = 10_000

export function SelectionBar({ dataset, wanted, choosing: { selection, count, clear } }: Props) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const [excluding, setExcluding] = useState(false)
  const include = useInclude()
  const check = useCheckSamples()
  const noRight = useWhyNot()('datasets.edit', dataset.created_by)
  const tooMany = selection.ids.size > MOST_CHOSEN ? t('select.tooMany', { number: number(MOST_CHOSEN) }) : null
  if (count === 0) return null
  const ids = [...selection.ids]
  const selected: Selected = selection.all ? { wanted, without: ids } : { ids, wanted, without: [] }
  const params = { path: { dataset_id: dataset.id } }
  const done = (key: 'included' | 'checking') => ({
    onSuccess: (answer: { count: number }) => {
      notify.success(t(`select.${key}`, { count: answer.count, number: number(answer.count) }))
      clear()
    },
  })
  const reason = noRight ?? tooMany
  return (
    <div className={styles.bulk} role="toolbar" aria-label={t('select.count', { count, number: number(count) })}>
      <strong role="status">{t('select.count', { count, number: number(count) })}</strong>
      <ReasonButton icon={<StopOutlined aria-hidden />} reason={reason} onClick={() => setExcluding(true)}>
        {t('exclude.button')}
      </ReasonButton>
      <ReasonButton
        icon={<CheckCircleOutlined aria-hidden />}
        reason={reason}
        loading={include.isPending}
        onClick={() => include.mutate({ params, body: selected }, done('included'))}
      >
        {t('select.include')}
      </ReasonButton>
      <ReasonButton
        icon={<ReloadOutlined aria-hidden />}
        reason={reason}
        loading={check.isPending}
        onClick={() => check.mutate({ params, body: selected }, done('checking'))}
      >
        {t('select.check')}
      </ReasonButton>
      <ReasonButton
        icon={<DownloadOutlined aria-hidden />}
        reason={ids.length > MOST_IN_ADDRESS ? t('select.tooMany', { number: number(MOST_IN_ADDRESS) }) : null}
        onClick={() => downloadUrl(urls.samplesZip(dataset.id, zipQuery(selected)))}
      >
        {t('select.download')}
      </ReasonButton>
      <Button type="text" onClick={clear}>
        {t('select.clear')}
      </Button>
      {excluding && (
        <ExcludeDialog
          datasetId={dataset.id}
          selected={selected}
          count={count}
          close={(isDone) => {
            setExcluding(false)
            if (isDone) clear()
          }}
        />
      )}
    </div>
  )
}

function zipQuery({ ids, wanted, without }: Selected): URLSearchParams {
  if (ids) return new URLSearchParams({ ids: ids.join(',') })
  const query = queryOf(wanted)
  if (without.length > 0) query.set('without', without.join(','))
  return query
}
