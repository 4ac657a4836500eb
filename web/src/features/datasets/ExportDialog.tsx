/** Chooses the format of an export; one that can say nothing of these images says so. */
import { Alert, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { useFormat } from '@/lib/format'
import styles from './Datasets.module.css'
import { formatOf } from './exportFormats'
import { type Dataset, useExportFormats, useRequestExport } from './queries'

export function ExportDialog({ dataset, close }: { dataset: Dataset; close: () => void }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const { data, error, isLoading, refetch } = useExportFormats(dataset.id)
  const [chosen, choose] = useState<string>()
  const ask = useRequestExport()
  const best = data?.filter(({ images }) => images > 0).sort((one, other) => other.images - one.images)[0]?.format
  const format = chosen ?? best
  const missing = error ? messageOf(error) : t('export.nothing')
  const submit = () =>
    format && ask.mutate({ params: { path: { dataset_id: dataset.id } }, body: { format } }, { onSuccess: close })
  return (
    <ReasonModal
      open
      title={t('export.button')}
      okText={t('export.begin')}
      reason={format ? null : missing}
      onOk={submit}
      confirmLoading={isLoading || ask.isPending}
      onCancel={close}
    >
      {ask.error && <Alert type="error" showIcon role="alert" className={styles.alert} title={messageOf(ask.error)} />}
      <p className="mw-muted">{t('export.text')}</p>
      {error && <ErrorBox error={error} retry={refetch} />}
      {isLoading && <Skeleton active />}
      <Radio.Group
        aria-label={t('column.format')}
        className={styles.formats}
        value={format}
        onChange={(event) => choose(event.target.value)}
      >
        {data?.map((row) => (
          <Radio key={row.format} value={row.format} disabled={row.images === 0}>
            {t(`export.formats.${formatOf(row)}`)}
            <span className="mw-muted">
              {row.images === 0
                ? t('export.saysNothing')
                : `${t(`export.holds.${formatOf(row)}`)} · ${t('images', { count: row.images, number: number(row.images) })}`}
            </span>
          </Radio>
        ))}
      </Radio.Group>
    </ReasonModal>
  )
}
